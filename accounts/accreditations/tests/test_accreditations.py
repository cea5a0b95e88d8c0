"""An adviser's accreditation on file: put there by another, with its paper and last day (R-038, K-3.2a)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.accreditations.cards import accreditations_to_renew
from accounts.accreditations.reading import accredited_ids
from accounts.accreditations.services import end_accreditation, file_accreditation, remind_advisers
from accounts.models import Accreditation, User
from accounts.platforms.tests.factory import PDF, pdf
from governance.notices.models import Notice
from governance.public import Denial, LedgerEntry, NotAllowed, NoteRequired, Refused, WrongState, grant_role

NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class File:
    """The manager keeps the file; su advises; the stranger does neither."""

    manager: User
    su: User
    stranger: User

    def put(self, person: User | None = None, **extra: Any) -> Accreditation:
        values: dict[str, Any] = {
            "actor": self.manager, "profession": "注册营养师", "issuer": "营养学会", "number": "R-1", "at": NOW,
            "issued_on": date(2025, 1, 1), "last_day": date(2026, 12, 31), "proof_file": pdf("证书.pdf"), **extra,
        }  # fmt: skip
        return file_accreditation(person or self.su, **values)


@pytest.fixture
def file(first_rows: None, settings: Any, tmp_path: Any) -> File:
    settings.MEDIA_ROOT = tmp_path
    people = [User.objects.create_user(name) for name in ("manager", "su", "stranger")]
    grant_role(people[0], "manager", actor=None)
    grant_role(people[1], "adviser", actor=None)
    return File(*(User.objects.get(pk=person.pk) for person in people))


def listed(person: User, at: datetime) -> int:
    """How many the card of the Today page shows them."""
    shown = accreditations_to_renew(person, at)
    return len(shown.items) if shown else 0


def test_it_counts_from_the_moment_it_is_on_file_to_the_end_of_its_last_day(file: File) -> None:
    row = file.put()
    ends = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    assert row.valid_until == ends
    for moment, counts in ((NOW - DAY, False), (NOW, True), (ends - DAY / 2, True), (ends, False)):
        assert (accredited_ids([file.su.pk], moment) == {file.su.pk}) is counts, moment
    assert LedgerEntry.objects.get(event="accreditation.filed").payload["proof_sha256"] == row.proof_sha256
    assert Notice.objects.filter(recipient=file.su, template="accreditation.filed").exists()


def test_nobody_puts_their_own_on_file_and_nobody_without_the_right(file: File) -> None:
    for person, actor, refusal in ((file.manager, file.manager, NotAllowed), (file.su, file.stranger, Denial)):
        with pytest.raises(refusal):
            file.put(person, actor=actor)
    row = file.put()
    with pytest.raises(IntegrityError), transaction.atomic():
        Accreditation.objects.filter(pk=row.pk).update(filed_by=file.su)


@pytest.mark.parametrize(
    ("field", "content"),
    [
        ("profession", {"profession": "\u200b"}), ("number", {"number": " "}), ("issuer", {"issuer": ""}),
        ("issued_on", {"issued_on": date(2026, 6, 4)}), ("last_day", {"last_day": date(2026, 6, 2)}),
        ("proof_file", {"proof_file": None}), ("proof_file", {"proof_file": ContentFile(b"MZ program", "a.pdf")}),
    ],
    ids=str,
)  # fmt: skip
def test_what_does_not_fit_is_refused_by_its_field(file: File, field: str, content: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        file.put(**content)
    assert (refused.value.field, Accreditation.objects.count()) == (field, 0)


def test_an_end_needs_a_reason_and_counts_from_then_on(file: File) -> None:
    row = file.put()
    with pytest.raises(NoteRequired):
        end_accreditation(row, actor=file.manager, reason=" ", at=NOW + DAY)
    with pytest.raises(Denial):
        end_accreditation(row, actor=file.su, reason="算了", at=NOW + DAY)
    end_accreditation(row, actor=file.manager, reason="注册注销", at=NOW + DAY)
    assert accredited_ids([file.su.pk], NOW + DAY / 2) == {file.su.pk}
    assert not accredited_ids([file.su.pk], NOW + DAY)
    with pytest.raises(WrongState):
        end_accreditation(row, actor=file.manager, reason="再次", at=NOW + 2 * DAY)


def test_holder_and_keeper_are_reminded_thirty_days_ahead_unless_it_is_renewed(file: File) -> None:
    file.put()
    soon = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)
    assert remind_advisers(soon - 9 * DAY) == {"advisers_reminded": 0}
    assert remind_advisers(soon) == {"advisers_reminded": 2}
    assert remind_advisers(soon + DAY) == {"advisers_reminded": 0}
    assert listed(file.su, soon) == 1
    file.put(last_day=date(2027, 12, 31), at=soon)
    assert listed(file.manager, soon) == 0


def test_the_pages_put_it_on_file_show_it_and_end_it(file: File, client: Client) -> None:
    client.force_login(file.manager)
    answers = {
        "person": file.su.pk, "profession": "执业医师", "issuer": "卫健委", "number": "7", "issued_on": "2020-01-01",
        "last_day": "2099-01-01", "proof_file": SimpleUploadedFile("证书.pdf", PDF, "application/pdf"),
    }  # fmt: skip
    assert client.post("/posts/advisers/new/", {**answers, "number": ""}).status_code == 422
    # Pressed twice, it is on file once.
    for _press in range(2):
        upload = SimpleUploadedFile("证书.pdf", PDF, "application/pdf")
        sent = {**answers, "proof_file": upload, "form_key": "a" * 32}
        assert client.post("/posts/advisers/new/", sent).status_code == 302
    row = Accreditation.objects.get()
    for address, words in (("/posts/advisers/", "执业医师"), (row.get_absolute_url(), "证书.pdf")):
        page = client.get(address).content.decode()
        assert (words in page, "2099-01-01" in page, "2099-01-02" in page) == (True, True, False)
    paper = client.get(f"{row.get_absolute_url()}proof/")
    assert b"".join(paper) == PDF
    client.force_login(file.stranger)
    assert client.get(row.get_absolute_url()).status_code == 404
    client.force_login(file.manager)
    assert client.post(f"{row.get_absolute_url()}end/", {"reason": "注册注销"}).status_code == 302
    row.refresh_from_db()
    assert row.ended_by == file.manager
