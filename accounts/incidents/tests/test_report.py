"""An incident is reported by whoever works on the account, in a minute, with its steps, clocks and hearers."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.incidents.models import Incident
from accounts.incidents.rules import KINDS, STEPS_BY_CODE, steps_of
from accounts.incidents.tests.conftest import DAY, HOUR, MINUTE, NOW, Site
from accounts.models import PlatformAccount
from governance.notices.models import Notice
from governance.public import Deadline, Denial, LedgerEntry, NoteRequired, Refused, deadlines_of, legal_rules, param


def test_it_opens_with_owner_superior_steps_and_two_clocks(site: Site) -> None:
    incident = site.report()
    assert (incident.owner, incident.superior, incident.status) == (site.manager, site.chief, "open")
    assert incident.number == f"SI-2026-{incident.pk:04d}"
    assert [step.code for step in incident.steps.all()] == [
        "evidence", "password", "sessions", "content", "platform_support", "superior",
    ]  # fmt: skip
    clocks = {row.purpose: (row.owner, row.due_at) for row in deadlines_of("incident", [incident.pk])[incident.pk]}
    assert clocks == {"contain": (site.manager, NOW + HOUR), "incident": (site.chief, NOW + 2 * HOUR)}
    assert Deadline.objects.filter(kind="incident").values_list("ladder", flat=True).distinct().get() == "urgent"


def test_the_limits_run_from_when_it_was_found(site: Site) -> None:
    incident = site.report(found_at=NOW - 3 * HOUR)
    assert (incident.contain_by, incident.report_by) == (NOW - 2 * HOUR, NOW - HOUR)
    assert (incident.found_at, incident.reported_at) == (NOW - 3 * HOUR, NOW)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"found_at": NOW + MINUTE}, "found_at"),
        ({"kind": "earthquake"}, "kind"),
        ({"happened": " \u200b "}, "happened"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(site: Site, change: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        site.report(**change)  # type: ignore[arg-type]
    assert refused.value.field == field
    assert not Incident.objects.exists()


def test_a_report_without_words_asks_for_them(site: Site) -> None:
    with pytest.raises(NoteRequired):
        site.report(happened="")


def test_whoever_does_not_work_on_the_account_reports_nothing_there(site: Site) -> None:
    with pytest.raises(Denial):
        site.report(actor=site.stranger)
    other = PlatformAccount.objects.create(
        handle="far", platform="weibo", name_zh="远", name_en="Far", status="active"
    )
    with pytest.raises(Denial):
        site.report(also_on=[other])


def test_every_kind_of_the_rule_book_is_a_row_and_the_other_way_round(site: Site) -> None:
    known = param("incident.kinds", account=site.account, at=NOW).value
    assert set(known) == {kind.code for kind in KINDS}


def test_somebody_who_is_named_in_it_neither_owns_nor_receives_it(site: Site) -> None:
    incident = site.report("lending", concerned=site.manager)
    assert (incident.owner, incident.superior) == (site.second, site.chief)
    heard = set(Notice.objects.filter(template="incident.reported").values_list("recipient__username", flat=True))
    assert "manager" not in heard


def test_everybody_who_answers_for_the_account_is_told_at_once_and_at_night(site: Site) -> None:
    site.login()
    incident = site.report()
    told = Notice.objects.filter(template="incident.reported", object_id=incident.pk)
    assert {row.recipient.username for row in told} == {"manager", "second", "custodian", "chief"}
    assert all(row.urgent for row in told)


def test_found_by_telephone_keeps_both_names(site: Site) -> None:
    incident = site.report(found_by=site.stranger)
    assert (incident.found_by, incident.reported_by) == (site.stranger, site.publisher)


def test_the_ledger_tells_of_it_without_its_words(site: Site) -> None:
    incident = site.report(happened="秘密的话")
    entry = LedgerEntry.objects.get(event="incident.reported")
    assert entry.payload == {"kind": "abnormal_login", "accounts": [site.account.pk]}
    assert (entry.account_id, entry.at, entry.actor) == (site.account.pk, NOW, site.publisher)
    assert not LedgerEntry.objects.filter(payload__icontains="秘密的话").exists()
    assert incident.happened == "秘密的话"


def test_every_kind_has_steps_and_the_report_among_them() -> None:
    book, laws = frozenset({"password", "platform_support", "appeal", "superior"}), frozenset({"P-06"})
    for kind in KINDS:
        codes = [step.code for step in steps_of(kind.code, book=book, data=False, laws=laws)]
        assert "superior" in codes, kind.code
        assert ("password" in codes) is kind.changes_secrets, kind.code
        assert any(STEPS_BY_CODE[code].urgent for code in codes) or kind.code == "impersonation", kind.code


def test_the_rule_book_decides_on_its_steps_and_the_report_stays(site: Site) -> None:
    steps = [step.code for step in steps_of("stolen", book=frozenset(), data=False, laws=frozenset())]
    assert steps == ["evidence", "sessions", "content", "superior", "police"]


@pytest.mark.parametrize(("market", "authority"), [("CN", False), ("EU", True)])
def test_a_leak_of_data_opens_what_the_law_asks_for(site: Site, market: str, authority: bool) -> None:
    PlatformAccount.objects.filter(pk=site.account.pk).update(market=market)
    site.account.refresh_from_db()
    incident = site.report("leak")
    due: dict[str, datetime] = {step.code: step.due_at for step in incident.steps.all()}
    assert ("authority" in due) is authority
    assert due.get("authority", NOW + 72 * HOUR) == NOW + 72 * HOUR
    assert {"assessment", "data_subjects"} <= due.keys()
    assert {rule.code for rule in legal_rules("account", market)} >= {"P-06"}


def test_data_of_people_touched_by_another_kind_opens_the_same_steps(site: Site) -> None:
    codes = {step.code for step in site.report("stolen", data_touched=True).steps.all()}
    assert {"assessment", "data_subjects"} <= codes
    assert "assessment" not in {step.code for step in site.report("stolen", at=NOW + DAY).steps.all()}
