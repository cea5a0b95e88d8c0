"""In a crisis everything planned is held back at once, and each post is approved again before it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.public import PlatformAccount, User
from content.conftest import HOUR, NOW, PREFLIGHT, House
from content.publishing.services import schedule_draft, tick_preflight
from content.suspension.models import ReleaseHold
from content.suspension.services import approve_again, lift_suspension, suspend_publishing
from governance.public import (
    Denial,
    NotAllowed,
    NoteRequired,
    Refused,
    StaleVersion,
    WrongState,
    can,
    grant_role,
    name_deputy,
    revoke_role,
)
from tests.qualifying import qualify

LATER = NOW + 4 * HOUR
Fresh = Callable[[User], User]


def again(hold: ReleaseHold, actor: User, **rest: Any) -> ReleaseHold:
    """Somebody approves it again who has just confirmed their password and saw the version that stands."""
    version = hold.draft.current_version
    assert version is not None
    whole = {"sha256": version.sha256, "reauthenticated_at": LATER, "at": LATER, **rest}
    return approve_again(hold, actor=actor, **whole)


@pytest.fixture
def lifted(house: House) -> ReleaseHold:
    """A post for two accounts that was ready when publishing was suspended, after that is over."""
    draft = house.approved(accounts=[house.weibo])
    house.sign(draft, "legal", house.legal)
    suspension = suspend_publishing([house.account], actor=house.manager, reason="事故", at=LATER)
    lift_suspension(suspension, actor=house.manager, note="过去了", at=LATER)
    return ReleaseHold.objects.get()


def test_another_yes_asks_for_what_a_final_signature_asks_for(house: House, lifted: ReleaseHold) -> None:
    root, deputy, here = (User.objects.create_user(name) for name in ("root", "deputy", "here"))
    User.objects.filter(pk=root.pk).update(is_superuser=True)
    grant_role(deputy, "final_reviewer", accounts=[house.account, house.weibo], actor=None)
    grant_role(here, "final_reviewer", accounts=[house.account], actor=None)
    qualify(deputy, here, by=house.manager)
    name_deputy(house.author, deputy, begins_at=NOW, ends_at=NOW + 99 * HOUR, kind="user", object_id=1)
    for nobody in (root, deputy, here):
        with pytest.raises(NotAllowed):
            again(lifted, User.objects.get(pk=nobody.pk))
    for stale in (None, LATER - HOUR):
        with pytest.raises(NotAllowed):
            again(lifted, house.final_reviewer, reauthenticated_at=stale)
    with pytest.raises(StaleVersion):
        again(lifted, house.final_reviewer, sha256="0" * 64)
    done = again(lifted, house.final_reviewer)
    assert done.draft.current_version is not None
    assert (done.sha256, done.reauthenticated_at) == (done.draft.current_version.sha256, LATER)


def test_what_is_planned_leaves_the_schedule_and_goes_after_another_yes_alone(house: House, fresh: Fresh) -> None:
    ready = house.approved()
    schedule_draft(ready, actor=house.publisher, scheduled_at=NOW + 9 * HOUR, at=LATER)
    suspension = suspend_publishing([house.account], actor=house.manager, reason="事故", at=LATER)
    ready.refresh_from_db()
    assert (ready.status, ready.scheduled_at) == ("approved", None)
    assert house.author.notices.filter(template="draft.suspended").exists()
    hold = ReleaseHold.objects.get()
    assert hold.draft == ready
    tick = lambda draft, account: tick_preflight(  # noqa: E731
        draft, account, actor=fresh(house.publisher), items=PREFLIGHT, at=LATER
    )
    assert can(fresh(house.publisher), "accounts.publish", house.weibo)
    with pytest.raises(Refused):
        tick(ready, house.account)
    with pytest.raises(WrongState):
        again(hold, house.final_reviewer)
    lift_suspension(suspension, actor=house.manager, note="过去了", at=LATER)
    with pytest.raises(Refused):
        tick(ready, house.account)
    with pytest.raises(NotAllowed):
        again(hold, house.first_reviewer)
    again(hold, house.final_reviewer)
    tick(ready, house.account)


def test_meanwhile_nothing_goes_out_that_is_signed_later(house: House, fresh: Fresh) -> None:
    suspend_publishing([house.account], actor=house.manager, reason="事故", at=NOW)
    draft = house.approved()
    with pytest.raises(NotAllowed) as refusal:
        schedule_draft(draft, actor=fresh(house.publisher), scheduled_at=NOW + 9 * HOUR, at=LATER)
    assert "事故" in str(refusal.value)


def test_only_whoever_manages_every_account_suspends_and_says_why(house: House) -> None:
    with pytest.raises(Denial):
        suspend_publishing([house.account], actor=house.publisher, reason="x")
    with pytest.raises(NoteRequired):
        suspend_publishing([house.account], actor=house.manager, reason=" \u200b")
    with pytest.raises(Refused):
        suspend_publishing([], actor=house.manager, reason="x")


def test_everybody_who_sees_the_account_reads_the_bar_until_it_is_lifted(house: House, client: Client) -> None:
    def page(name: str) -> str:
        client.force_login(house.people[name])
        return client.get("/").content.decode()

    assert "水管爆裂" not in page("analyst")
    suspension = suspend_publishing([house.account], actor=house.manager, reason="水管爆裂")
    assert "水管爆裂" in page("analyst")
    assert "水管爆裂" not in page("stranger")
    client.force_login(house.manager)
    assert client.get("/suspensions/").status_code == 200
    lift_suspension(suspension, actor=house.manager, note="修好了")
    assert "水管爆裂" not in page("analyst")


def test_an_account_closed_meanwhile_does_not_keep_the_others_suspended(house: House) -> None:
    suspension = suspend_publishing([house.account, house.weibo], actor=house.manager, reason="事故", at=LATER)
    PlatformAccount.objects.filter(pk=house.weibo.pk).update(status="closed")
    revoke_role(house.manager, "manager", accounts=[house.weibo], actor=None)
    manager = User.objects.get(pk=house.manager.pk)
    with pytest.raises(Denial):
        lift_suspension(suspension, actor=house.author, note="过去了", at=LATER)
    assert lift_suspension(suspension, actor=manager, note="过去了", at=LATER).lifted_by == manager


def test_a_suspension_of_closed_accounts_alone_is_lifted_by_whoever_manages_any(house: House) -> None:
    suspension = suspend_publishing([house.weibo], actor=house.manager, reason="事故", at=LATER)
    PlatformAccount.objects.filter(pk=house.weibo.pk).update(status="closed")
    with pytest.raises(Denial):
        lift_suspension(suspension, actor=house.author, note="过去了", at=LATER)
    assert lift_suspension(suspension, actor=house.manager, note="过去了", at=LATER).lifted_at == LATER


def test_what_is_suspended_already_is_not_suspended_again(house: House) -> None:
    suspend_publishing([house.account], actor=house.manager, reason="事故", at=LATER)
    with pytest.raises(WrongState):
        suspend_publishing([house.account], actor=house.manager, reason="同一事故", at=LATER)
    assert suspend_publishing([house.account, house.weibo], actor=house.manager, reason="扩大", at=LATER).pk


def test_one_yes_settles_every_suspension_that_held_the_same_text_back(house: House, fresh: Fresh) -> None:
    house.approved()
    both = ([house.account], [house.account, house.weibo])
    begun = [suspend_publishing(accounts, actor=house.manager, reason="事故", at=LATER) for accounts in both]
    for suspension in begun:
        lift_suspension(suspension, actor=house.manager, note="过去了", at=LATER)
    holds = list(ReleaseHold.objects.order_by("pk"))
    assert len(holds) == 2
    again(holds[0], fresh(house.final_reviewer))
    assert not ReleaseHold.objects.filter(approved_at=None).exists()
