"""Who writes in a draft after a version went out did not write that version (R-031, R-034)."""

from __future__ import annotations

import json

from accounts.public import User
from content.conftest import HOUR, NOW, House
from content.drafts.services import edit_draft
from content.evidence.building import build_evidence
from content.evidence.verifying import verify, written
from governance.public import grant_role


def test_a_signer_who_later_writes_for_another_account_signed_rightly(house: House) -> None:
    draft = house.submitted(accounts=[house.weibo])
    house.sign(draft, "first", house.first_reviewer)
    house.sign(draft, "legal", house.legal)
    house.sign(draft, "final", house.final_reviewer)
    house.released(draft)
    grant_role(house.final_reviewer, "author", accounts=[house.account, house.weibo], actor=None)
    writer = User.objects.get(pk=house.final_reviewer.pk)
    edit_draft(draft, actor=writer, body="另一个平台上的正文。", at=NOW + 4 * HOUR)
    data, pack, _root = build_evidence(draft, actor=house.auditor, at=NOW + 5 * HOUR)
    assert {row["id"] for row in pack["writers"]} == {house.author.pk, writer.pk}
    assert [[row["id"] for row in version["writers"]] for version in pack["versions"]] == [[house.author.pk]]
    assert verify(data)[1] == []


def test_who_wrote_a_version_and_signed_it_is_found_still(house: House) -> None:
    pack = json.loads(build_evidence(house.published().draft, actor=house.auditor, at=NOW + 5 * HOUR)[0])["pack"]
    assert verify(written(pack))[1] == []
    pack["versions"][0]["writers"].append(pack["signatures"][0]["signer"])
    assert [fault.where for fault in verify(written(pack))[1]] == ["/signatures"]


def test_a_pack_of_before_is_held_against_all_who_wrote(house: House) -> None:
    pack = json.loads(build_evidence(house.published().draft, actor=house.auditor, at=NOW + 5 * HOUR)[0])["pack"]
    del pack["versions"][0]["writers"]
    assert verify(written(pack))[1] == []
    pack["writers"].append(pack["signatures"][0]["signer"])
    assert [fault.where for fault in verify(written(pack))[1]] == ["/signatures"]
