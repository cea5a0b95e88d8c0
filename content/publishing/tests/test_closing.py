"""Closing an account stops what was scheduled there, with a reason, and the author is told (R-003)."""

from __future__ import annotations

from datetime import timedelta

from accounts.public import move_account
from content.conftest import House
from content.publishing.services import schedule_draft
from governance.notices.models import Notice
from governance.public import Deadline, grant_role, history_of
from tests.agreeing import agreed


def test_what_was_scheduled_on_a_closed_account_is_stopped(house: House) -> None:
    draft = house.approved()
    assert draft.window_start is not None
    schedule_draft(
        draft, actor=house.people["publisher"], scheduled_at=draft.window_start + timedelta(minutes=5),
        at=draft.window_start,
    )  # fmt: skip
    manager, second, at = house.manager, house.stranger, draft.window_start
    grant_role(second, "manager", accounts=[house.account], actor=None)
    agreed("account_close", actor=manager, target=house.account, by=second, at=at)
    move_account(house.account, "close", actor=manager, note="The brand was sold", at=at)
    draft.refresh_from_db()
    assert (draft.status, draft.scheduled_at) == ("approved", None)
    assert history_of("draft", draft.pk)[0].event == "draft.stopped"
    assert not Deadline.objects.open().filter(kind="draft", object_id=draft.pk, purpose="publish").exists()
    assert Notice.objects.filter(template="draft.stopped", recipient=draft.author).count() == 1
