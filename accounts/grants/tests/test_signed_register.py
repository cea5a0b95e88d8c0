"""A register that was taken away is signed: any change is named, offline, and another key is refused."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.custody.tests.conftest import vault_key
from accounts.grants.signing import check, public_keys, sign
from accounts.grants.tests.conftest import Company
from governance.lists.models import ListExport
from governance.public import LedgerEntry, grant_role

ROWS = {
    "grants": [{"person": "lin", "role": "author"}, {"person": "wang", "role": "agent"}],
    "logins": [],
    "ledger": [],
}


@pytest.fixture(autouse=True)
def ring(settings: Any) -> None:
    settings.VAULT_KEYS = [vault_key("first", 1)]


def signed() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(sign({"site": "x"}, ROWS)))
    return found


def test_a_whole_file_holds_and_names_its_key() -> None:
    file = signed()
    assert check(file, public_keys()) == []
    assert file["signature"]["public_key"] == public_keys()["first"]


def test_a_changed_row_is_named() -> None:
    file = signed()
    file["sections"]["grants"][1]["role"] = "auditor"
    (fault,) = check(file, public_keys())
    assert (fault.section, fault.row) == ("grants", 2)


def test_a_row_left_out_or_put_in_is_seen() -> None:
    file = signed()
    file["sections"]["grants"].pop()
    assert [fault.section for fault in check(file, public_keys())] == ["grants"]
    file = signed()
    file["sections"]["ledger"].append({"entry": 9})
    assert [fault.section for fault in check(file, public_keys())] == ["ledger"]
    file = signed()
    del file["sections"]["grants"]
    assert [fault.section for fault in check(file, public_keys())] == ["grants"]


def test_whoever_changes_the_hashes_too_breaks_the_signature() -> None:
    file, other = signed(), sign({"site": "x"}, {**ROWS, "grants": []})
    file["sections"], file["hashes"] = other["sections"], other["hashes"]
    assert [fault.section for fault in check(file, public_keys())] == ["signature"]
    file = signed()
    file["head"]["site"] = "y"
    assert [fault.section for fault in check(file, public_keys())] == ["signature"]


def test_a_file_signed_by_another_key_is_refused(settings: Any) -> None:
    file = signed()
    settings.VAULT_KEYS = [vault_key("second", 2)]
    assert [fault.section for fault in check(file, public_keys())] == ["signature"]
    settings.VAULT_KEYS = [vault_key("second", 2), vault_key("first", 1)]
    assert check(file, public_keys()) == []


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        {},
        {"head": {}},
        {"head": 1, "hashes": 1, "sections": 1, "signature": 1},
        {"head": {}, "hashes": {}, "sections": {}, "signature": {"value": 3}},
    ],
)
def test_what_is_no_register_gets_a_sentence(broken: Any) -> None:
    assert check(broken)


def test_the_command_checks_a_file_and_names_the_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, file = tmp_path / "register.json", signed()
    path.write_text(json.dumps(file))
    call_command("verify_register", str(path))
    call_command("verify_register", str(path), "--public-key", public_keys()["first"])
    file["sections"]["grants"][0]["person"] = "somebody"
    path.write_text(json.dumps(file))
    with pytest.raises(SystemExit) as ended:
        call_command("verify_register", str(path), "--json")
    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["faults"][0]["row"] == 1
    path.write_text("no json")
    with pytest.raises(CommandError):
        call_command("verify_register", str(path))


def test_the_register_is_taken_away_with_a_reason_and_written_down(company: Company, client: Client) -> None:
    company.given()
    grant_role(company.outsider, "auditor", actor=None)
    client.force_login(company.outsider)
    query = "?first=2026-06-01&last=2026-06-30"
    page = client.get(f"/grants/register/{query}")
    assert page.status_code == 200
    assert public_keys()["first"] in page.content.decode()
    address = f"/grants/register/export/{query}"
    assert client.post(address, {"format": "json", "reason": ""}).status_code == 422
    assert not ListExport.objects.exists()
    answer = client.post(address, {"format": "json", "reason": "Audit 2026"})
    file = json.loads(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert check(file, public_keys()) == []
    line = next(row for row in file["sections"]["grants"] if row["role"] == "author")
    assert (line["login"], line["asked_by"], line["agreed_by"]) == ("lin", "admin", ["head"])
    assert LedgerEntry.objects.get(event="list.exported").payload["list"] == "access_register"
    sheet = client.post(address, {"format": "xlsx", "reason": "Audit 2026"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(sheet.streaming_content)))  # type: ignore[attr-defined]
    assert len(book.worksheets) == 3
    assert ListExport.objects.get(format="xlsx").rows == sum(len(part) for part in file["sections"].values())


def test_a_span_in_the_wrong_order_or_too_long_is_refused(company: Company, client: Client) -> None:
    grant_role(company.outsider, "auditor", actor=None)
    client.force_login(company.outsider)
    for query in ("first=2026-06-30&last=2026-06-01", "first=2020-01-01&last=2026-06-01", "first=x&last=y"):
        assert client.get(f"/grants/register/?{query}").status_code == 422
        assert client.post(f"/grants/register/export/?{query}", {"format": "json", "reason": "x"}).status_code == 302
