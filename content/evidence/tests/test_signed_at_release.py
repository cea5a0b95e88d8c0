"""Signatures held when a post was released; every byte of the paper's last line counts (R-030, R-034)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from content.conftest import HOUR, NOW, House, seal
from content.evidence.building import build_evidence
from content.evidence.verifying import main, remarks, sealed_pdf, verify, written

AFTER, BEFORE = "2027-01-01T00:00:00.000000+00:00", "2026-06-03T03:30:00.000000+00:00"


@pytest.fixture
def pack(house: House) -> dict[str, Any]:
    publication = house.published()
    seal()
    file = build_evidence(publication.draft, actor=house.auditor, at=NOW + 4 * HOUR)[0]
    whole: dict[str, Any] = json.loads(file)["pack"]
    return whole


def places(pack: dict[str, Any]) -> list[str]:
    return [fault.where for fault in verify(written(pack))[1]]


def test_a_signature_after_the_release_or_void_before_it_does_not_count(pack: dict[str, Any]) -> None:
    assert places(pack) == []
    first = pack["signatures"][0]
    assert places(pack | {"signatures": [first | {"decided_at": AFTER}, *pack["signatures"][1:]]}) == [
        "/signatures/0/decided_at"
    ]
    assert places(pack | {"signatures": [first | {"voided_at": BEFORE}, *pack["signatures"][1:]]}) == [
        "/signatures/0/voided_at"
    ]
    assert places(pack | {"signatures": [first | {"voided_at": AFTER}, *pack["signatures"][1:]]}) == []


@pytest.mark.parametrize("mark", ["fail", None])
def test_an_approval_that_marks_a_fault_or_leaves_a_criterion_out_does_not_count(
    pack: dict[str, Any], mark: str | None
) -> None:
    first = pack["signatures"][0]
    code = first["criteria"][0]
    marks = {name: value for name, value in first["marks"].items() if name != code} | ({code: mark} if mark else {})
    changed = pack | {"signatures": [first | {"marks": marks}, *pack["signatures"][1:]]}
    assert places(changed) == ["/signatures/0/marks"]


def test_entries_without_a_seal_are_told(
    pack: dict[str, Any], tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert remarks(written(pack)) == []
    entry = pack["ledger"][0]
    path = tmp_path / "pack.json"
    path.write_bytes(written(pack | {"ledger": [entry | {"seal": None}, *pack["ledger"][1:]]}))
    assert main([str(path)]) == 0
    assert f"1 of {len(pack['ledger'])} entries" in capsys.readouterr().out


@pytest.mark.once
def test_every_byte_of_the_last_line_of_the_paper_is_named_when_it_is_changed() -> None:
    paper = sealed_pdf(b"%PDF-1.7\n" + b"pages of some length\n" * 30, "ab" * 32)
    assert verify(paper) == ("ab" * 32, [])
    for place in range(paper.rindex(b"\n%evidence"), len(paper)):
        # Each place in one of three ways, in turn: for each, every byte of the line is tried at every place.
        byte = (paper[place] ^ 1, 0x30, 0x0A)[place % 3]
        if byte != paper[place]:
            changed = paper[:place] + bytes([byte]) + paper[place + 1 :]
            assert [fault.where for fault in verify(changed)[1]] == [f"byte {place}"], (place, byte)
