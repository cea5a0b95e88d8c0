"""The evidence of a post is checked by Python alone, and a changed byte is named (R-030, R-034)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from content.comments.services import move_thread, open_thread
from content.conftest import NOW, House, seal
from content.evidence import verifying
from content.evidence.building import build_evidence
from content.evidence.paper import make_pdf
from content.evidence.verifying import verify, written
from governance.public import LedgerEntry, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(house: House) -> bytes:
    draft = house.submitted()
    thread = open_thread(draft, actor=house.first_reviewer, text="好", at=NOW)
    move_thread(thread, "resolve", actor=house.first_reviewer, at=NOW)
    house.sign(draft, "first", house.first_reviewer)
    house.approved = lambda *args, **named: house.sign(draft, "final", house.final_reviewer)  # type: ignore[method-assign]
    publication = house.published()
    seal()
    return build_evidence(publication.draft, actor=house.auditor, at=NOW)[0]


def alone(path: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """As on a fresh machine: the one file of Python, in another folder, without packages of the project."""
    script = folder / "verifying.py"
    script.write_bytes(Path(verifying.__file__).read_bytes())
    return subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(path)], capture_output=True, text=True, cwd=folder, check=False,
        env={}, timeout=30,
    )  # fmt: skip


def test_it_is_whole_on_a_machine_without_the_project_and_the_ledger_keeps_its_root(
    file: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "pack.json"
    path.write_bytes(file)
    answer = alone(path, tmp_path)
    root = json.loads(file)["root"]
    assert (answer.returncode, root in answer.stdout) == (0, True), answer.stdout + answer.stderr
    assert LedgerEntry.objects.get(event="draft.evidence_taken").payload["root"] == root
    pack = json.loads(file)["pack"]
    assert [row["decision"] for row in pack["signatures"]] == ["approve", "approve"]
    assert pack["ledger"][0]["seal"] is not None
    call_command("verify_evidence", str(path))


def test_one_changed_byte_anywhere_is_named(file: bytes, tmp_path: Path) -> None:
    dice = Random(7)
    end = file.rindex(b',\n "sums"')
    for place in [0, 1, end, *dice.sample(range(end), 150)]:
        changed = bytearray(file)
        changed[place] ^= 1 << dice.randrange(7)
        faults = verify(bytes(changed))[1]
        assert f"byte {place}" in [fault.where for fault in faults], (place, faults)
    for place in range(end + 1, len(file)):
        changed = bytearray(file)
        changed[place] ^= 1
        assert verify(bytes(changed))[1], place
    path = tmp_path / "pack.json"
    path.write_bytes(bytes(changed))
    assert alone(path, tmp_path).returncode == 1
    with pytest.raises(SystemExit):
        call_command("verify_evidence", str(path))


def test_a_changed_field_is_named_even_with_sums_made_anew(file: bytes) -> None:
    body = json.loads(file)

    def forged(change: Any) -> list[str]:
        copy = json.loads(json.dumps(body))
        change(copy)
        text = json.dumps(
            {key: copy[key] for key in copy if key != "sums"}, sort_keys=True, ensure_ascii=False, indent=1
        )
        head = text.removesuffix("\n}").encode() + b","
        first, second = verifying.sums_of(head)
        return [fault.where for fault in verify(head + f'\n "sums": [{first}, {second}]\n}}\n'.encode())[1]]

    assert forged(lambda copy: None) == []
    assert "/signatures/0/note" in forged(lambda copy: copy["pack"]["signatures"][0].update(note="x"))
    assert forged(lambda copy: copy["parts"].update({"/title": "0" * 64})) == ["/title"]
    assert forged(lambda copy: copy.update(root="0" * 64)) == ["/root"]
    assert "/versions/0/sealed/body" in forged(lambda copy: copy["pack"]["versions"][0]["sealed"].update(body="x"))
    assert "/title" in forged(lambda copy: copy["pack"].pop("title"))
    assert "pack" in forged(lambda copy: copy["pack"].pop("signatures"))


def test_a_pack_made_whole_anew_still_contradicts_itself(file: bytes) -> None:
    def remade(change: Any) -> list[str]:
        pack = json.loads(file)["pack"]
        change(pack)
        return [fault.where for fault in verify(written(pack))[1]]

    assert remade(lambda pack: None) == []
    assert "/versions/0/sha256" in remade(lambda pack: pack["versions"][0]["sealed"].update(body="别的"))
    assert "/ledger/0" in remade(lambda pack: pack["ledger"][0]["columns"].__setitem__(2, 1))
    author = json.loads(file)["pack"]["author"]
    assert "/signatures" in remade(lambda pack: pack["signatures"][0].update(signer=author))
    assert "/signatures" in remade(lambda pack: pack["signatures"][1].update(signer=pack["signatures"][0]["signer"]))
    assert "/signatures" in remade(lambda pack: pack["signatures"][1].update(decision=""))
    assert "/signatures/0/sha256" in remade(lambda pack: pack["signatures"][0].update(sha256="0" * 64))


def test_the_paper_names_its_changed_byte_too(file: bytes, tmp_path: Path) -> None:
    body = json.loads(file)
    paper = make_pdf(body["pack"], body["root"])
    assert verify(paper) == (body["root"], [])
    changed = bytearray(paper)
    changed[len(paper) // 2] ^= 4
    assert verify(bytes(changed))[1][0].where == f"byte {len(paper) // 2}"
    assert verify(paper[:-30])[1][0].where == "end"
    path = tmp_path / "pack.pdf"
    path.write_bytes(paper)
    assert alone(path, tmp_path).returncode == 0


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"\xff\xfe", b"[" * 100_000, b"%PDF-1.7", b'{"format": 1}'])
def test_whatever_is_no_pack_is_said_to_be_none(data: bytes) -> None:
    assert verify(data)[1]


def test_who_sees_the_account_takes_it(house: House, client: Client) -> None:
    draft = house.submitted()
    with pytest.raises(NotAllowed):
        build_evidence(draft, actor=house.stranger, at=NOW)
    client.force_login(house.legal)
    answer = client.post(reverse("content:draft_evidence", args=[draft.pk]))
    assert (answer.status_code, verify(answer.content)[1]) == (200, [])
    unwritten = house.draft()
    assert client.post(reverse("content:draft_evidence", args=[unwritten.pk])).status_code == 302
