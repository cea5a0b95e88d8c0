"""The author says whose work a draft is, before anybody signs it (R-029, M-4.2.1, O-4.2.4)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from content.comments.services import open_thread
from content.conftest import HOUR, NOW, House
from content.drafts.differences import differences
from content.drafts.models import Draft
from content.drafts.sealing import digest, sealed_content
from content.licences.tests.licensing import licensed_by
from content.review.submission import obstacles_of, submit_draft
from content.review.tests.test_probes import copy_of
from governance.public import Refused
from tests.board import tampered, turns


@pytest.mark.parametrize(
    "said", [{"originality": ""}, {"originality": "outside", "outside_material": "\u200b"}], ids=str
)
def test_nothing_is_submitted_before_it_was_said(house: House, said: dict[str, Any]) -> None:
    draft = house.draft(**said)
    assert [fault.field for fault in obstacles_of(draft, [house.account], at=NOW)] == ["originality"]
    with pytest.raises(Refused):
        submit_draft(draft, actor=house.author, at=NOW)


def test_a_licensed_file_is_not_our_own_work(house: House) -> None:
    picture = house.picture(origin="licensed", licence=licensed_by(house))
    draft = house.draft(assets=[picture], medium="image", originality="own", outside_material="")
    with pytest.raises(Refused) as refusal:
        submit_draft(draft, actor=house.author, at=NOW)
    assert refusal.value.field == "originality"
    assert house.submitted(assets=[picture], medium="image").status == "first_review"


def test_the_signatures_cover_what_was_said_and_reviewers_see_it(house: House, client: Client) -> None:
    draft = house.submitted(originality="outside", outside_material="封面照片，来自图库A")
    version = draft.current_version
    assert version is not None
    assert version.sealed["originality"] == {"said": "outside", "material": "封面照片，来自图库A"}
    own = {**version.sealed, "originality": {"said": "own", "material": ""}}
    assert digest(own) != version.sha256
    (field,) = differences(own, version.sealed).fields
    assert field.added[-1] == "封面照片，来自图库A"
    client.force_login(house.first_reviewer)
    assert "来自图库A" in client.get(f"/review/{draft.pk}/").content.decode()


def test_what_was_signed_before_it_was_asked_keeps_its_hash(house: House) -> None:
    draft = Draft(account=house.account, title="一", body="二", content_type="culture", medium="text")
    assert "originality" not in sealed_content(draft, handles=["a"], assets=[])


def test_a_post_without_the_statement_breaches_r_029(house: House) -> None:
    post = house.published()
    silent = copy_of(post.version, sealed={k: v for k, v in post.version.sealed.items() if k != "originality"})
    turns("R-029", tampered(post, version_id=silent.pk), NOW + 9 * HOUR)


def test_the_history_of_a_draft_shows_its_comments(house: House, client: Client) -> None:
    draft = house.submitted()
    open_thread(draft, actor=house.first_reviewer, text="这句话是谁说的？", at=NOW)
    client.force_login(house.author)
    assert "这句话是谁说的？" in client.get(f"/drafts/{draft.pk}/history/").content.decode()
