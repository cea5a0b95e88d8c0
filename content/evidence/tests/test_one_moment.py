"""A pack shows one moment: what others write while it is gathered is in it whole or not at all (PostgreSQL)."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from content.comments.services import open_thread
from content.conftest import NOW, House
from content.evidence import building
from content.evidence.verifying import verify
from governance.public import LedgerEntry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_a_comment_written_meanwhile_is_not_in_half_of_the_pack(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    draft, gather = house.submitted(), building._signatures

    def comment() -> None:
        try:
            open_thread(draft, actor=house.first_reviewer, text="好", at=NOW)
        finally:
            connection.close()

    def meanwhile(row: Any) -> Any:
        found = gather(row)
        thread = threading.Thread(target=comment)
        thread.start()
        thread.join(30)
        return found

    monkeypatch.setattr(building, "_signatures", meanwhile)
    data, pack, _root = building.build_evidence(draft, actor=house.auditor, at=NOW)
    assert draft.threads.count() == 1
    assert pack["comments"] == []
    assert verify(data)[1] == []
    assert LedgerEntry.objects.filter(event="draft.evidence_taken", object_id=draft.pk).count() == 1
