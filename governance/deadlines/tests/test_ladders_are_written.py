"""An operator writes a ladder: in the administration, through the service, with a ledger entry (R-060, R-064)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.public import User
from governance.access.grants import grant_role
from governance.deadlines.climbing import set_ladder
from governance.deadlines.models import Deadline, Ladder, LadderRung
from governance.deadlines.rules import HEAD, OWNER, SUPERIOR, Rung
from governance.deadlines.services import ladder_for, pause_deadline, resume_deadline, seed
from governance.deadlines.sweep import ring
from governance.deadlines.tests.factory import MONDAY, after, person, reply, team
from governance.ledger.models import LedgerEntry
from governance.notices.models import Notice
from governance.refusals.exceptions import Denial, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]

EARLY = (Rung(25, OWNER), Rung(100, OWNER, urgent=True), Rung(100, HEAD))


@pytest.fixture
def operator() -> User:
    seed()
    found = person("operator")
    grant_role(found, "admin", actor=None)
    return found


def test_a_ladder_is_written_with_an_entry_that_holds_both_versions(operator: User) -> None:
    ladder = set_ladder("default", "常规", "Ordinary", EARLY, actor=operator, at=MONDAY)
    assert [rung.percent for rung in ladder.rungs.all()] == [25, 100, 100]
    entry = LedgerEntry.objects.get(event="ladder.set")
    assert (entry.actor, entry.object_id, entry.at) == (operator, ladder.pk, MONDAY)
    assert [50, OWNER, False] in entry.payload["before"]
    assert entry.payload["after"] == [[25, OWNER, False], [100, HEAD, False], [100, OWNER, True]]


def test_nobody_but_an_operator_writes_one(operator: User) -> None:
    with pytest.raises(Denial):
        set_ladder("default", "常规", "Ordinary", EARLY, actor=person("agent"))


@pytest.mark.parametrize(
    ("names", "rungs", "words"),
    [
        (("", "Ordinary"), EARLY, "name"),
        (("常规", "Ordinary"), (Rung(150, OWNER),), "late"),
        (("常规", "Ordinary"), (), "late"),
        (("常规", "Ordinary"), (*EARLY, Rung(0, OWNER)), "1000"),
        (("常规", "Ordinary"), (*EARLY, Rung(50, "everybody")), "audience"),
        (("常规", "Ordinary"), (*EARLY, Rung(25, OWNER, urgent=True)), "twice"),
    ],
)
def test_a_ladder_that_nobody_could_rely_on_is_refused(
    operator: User, names: tuple[str, str], rungs: tuple[Rung, ...], words: str
) -> None:
    with override("en"), pytest.raises(Refused, match=words):
        set_ladder("default", *names, rungs, actor=operator)
    assert not LedgerEntry.objects.filter(event="ladder.set").exists()
    assert LadderRung.objects.filter(ladder__code="default").count() == 8


def test_a_running_clock_rings_by_the_new_ladder_and_not_again_by_the_old(operator: User) -> None:
    row = reply(team()["agent"])
    ring(after(2))
    set_ladder("default", "常规", "Ordinary", (*EARLY, Rung(75, SUPERIOR)), actor=operator)
    row.refresh_from_db()
    assert [percent for percent, _moment in row.schedule] == [50, 75, 100]
    assert row.next_rung_at == after(3)
    ring(after(3))
    assert set(Notice.objects.values_list("params__percent", "recipient__username")) == {(50, "agent"), (75, "lead")}


def test_a_paused_clock_rings_by_the_new_ladder_once_it_runs_on(operator: User) -> None:
    row = reply(person("agent"))
    pause_deadline("message", row.object_id, "reply", at=after(1))
    set_ladder("default", "常规", "Ordinary", (Rung(75, OWNER), Rung(100, OWNER)), actor=operator)
    assert Deadline.objects.get().next_rung_at is None
    resume_deadline("message", row.object_id, "reply", at=after(1))
    assert Deadline.objects.get().next_rung_at == after(3)


@pytest.mark.parametrize(
    ("shares", "code"),
    [((50, 80, 100), "default"), ((80, 100), "quiet"), ((25, 100), "early"), ((10,), "default"), ((), "default")],
)
def test_the_shares_of_a_rule_book_choose_the_ladder(operator: User, shares: tuple[int, ...], code: str) -> None:
    set_ladder("early", "提前", "Early", EARLY, actor=operator)
    assert ladder_for(shares) == code


def form(ladder: Ladder, **changes: str) -> dict[str, str]:
    """The form of the administration as the browser sends it."""
    values = {"name_zh": ladder.name_zh, "name_en": ladder.name_en}
    rungs = list(ladder.rungs.order_by("pk"))
    values |= {"rungs-TOTAL_FORMS": str(len(rungs) + 1), "rungs-INITIAL_FORMS": str(len(rungs))}
    for place, rung in enumerate(rungs):
        stem = f"rungs-{place}"
        values |= {f"{stem}-id": str(rung.pk), f"{stem}-ladder": str(ladder.pk)}
        values |= {f"{stem}-percent": str(rung.percent), f"{stem}-audience": rung.audience}
        values |= {f"{stem}-urgent": "on"} if rung.urgent else {}
    return values | {f"rungs-{len(rungs)}-ladder": str(ladder.pk)} | changes


@pytest.fixture
def browser_of_operator(operator: User) -> Client:
    User.objects.filter(pk=operator.pk).update(is_staff=True)
    client = Client()
    client.force_login(operator)
    return client


def test_the_administration_adds_changes_and_removes_rungs(browser_of_operator: Client) -> None:
    ladder = Ladder.objects.get(code="quiet")
    page = reverse("admin:governance_ladder_change", args=[ladder.pk])
    assert browser_of_operator.get(page).status_code == 200
    changes = {"rungs-0-percent": "70", "rungs-2-DELETE": "on", "rungs-3-percent": "120", "rungs-3-audience": HEAD}
    assert browser_of_operator.post(page, form(ladder, **changes)).status_code == 302
    rows = set(ladder.rungs.values_list("percent", "audience"))
    assert rows == {(70, OWNER), (100, OWNER), (120, HEAD)}
    assert LedgerEntry.objects.filter(event="ladder.set", actor__username="operator").count() == 1


def test_the_administration_makes_a_new_ladder(browser_of_operator: Client) -> None:
    values = {
        "code": "early", "name_zh": "提前", "name_en": "Early", "rungs-TOTAL_FORMS": "1", "rungs-INITIAL_FORMS": "0",
        "rungs-0-percent": "25", "rungs-0-audience": OWNER,
    }  # fmt: skip
    assert browser_of_operator.post(reverse("admin:governance_ladder_add"), values).status_code == 302
    assert list(Ladder.objects.get(code="early").rungs.values_list("percent", flat=True)) == [25]


def test_the_administration_answers_a_refusal_with_its_sentence(browser_of_operator: Client) -> None:
    ladder = Ladder.objects.get(code="quiet")
    page = reverse("admin:governance_ladder_change", args=[ladder.pk])
    changes = {"rungs-0-percent": "170", "rungs-1-percent": "180"}
    answer = browser_of_operator.post(page, form(ladder, **changes), HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code in (400, 409, 422)
    assert set(ladder.rungs.values_list("percent", flat=True)) == {80, 100, 150}
    assert not LedgerEntry.objects.filter(event="ladder.set").exists()
