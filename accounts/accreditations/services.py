"""Putting an adviser's accreditation on file, ending it, and the reminder ahead of its last day (R-038)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.accreditations.models import Accreditation
from accounts.accreditations.rules import FILES, NUMBER_LIMIT, PROOF_FOLDER, TEXT_LIMIT
from accounts.certificates.services import (
    CertificateKind,
    end_certificate,
    give_certificate,
    remind_of_ends,
    required_words,
)
from governance.public import PAPERS, Refused, check_file, require, today

if TYPE_CHECKING:
    from django.core.files.base import File

    from accounts.people.models import User

LIMITS = {"profession": TEXT_LIMIT, "issuer": TEXT_LIMIT, "number": NUMBER_LIMIT}
ACCREDITATIONS = CertificateKind(
    Accreditation, "accreditation", begun="accreditation.filed", folder=PROOF_FOLDER, reason_limit=TEXT_LIMIT,
    missing=gettext_lazy("Please copy this from the accreditation: it names who gave it, to what."),
    over=gettext_lazy("This accreditation counts no more already. Load the page again."),
    # A paper that is filed twice, or was renewed before its end, ends as a whole; another profession's goes on.
    ends_with=("person", "number"),
)  # fmt: skip


def file_accreditation(
    person: User, *, actor: User, profession: str, issuer: str, number: str, issued_on: date, last_day: date,
    proof_file: File[bytes] | None, at: datetime | None = None,
) -> Accreditation:  # fmt: skip
    """Put somebody else's accreditation on file, or its renewal: it counts from `at` to the end of its last day.

    The paper itself is checked by its content and kept under its hash. Raises Denial, NotAllowed or Refused as
    `check_appointment`, and NoteRequired or Refused naming the field that does not fit.
    """
    now = at or timezone.now()
    require(actor, FILES)
    words = required_words(
        ACCREDITATIONS, {"profession": profession, "issuer": issuer, "number": number}, LIMITS
    )  # fmt: skip
    if issued_on > today(now):
        raise Refused(_("This accreditation is not issued yet. Please put it on file when it is."), field="issued_on")
    if last_day < today(now):
        raise Refused(_("This accreditation has run out. Please ask for the renewed one."), field="last_day")
    if proof_file is None:
        raise Refused(_("Please add the accreditation itself: PDF, PNG or JPEG."), field="proof_file")
    proof = check_file(proof_file, PAPERS, field="proof_file")
    ends = datetime.combine(last_day + timedelta(days=1), time.min, timezone.get_default_timezone())
    columns = {**words, "issued_on": issued_on, "valid_until": ends}
    return give_certificate(ACCREDITATIONS, person, actor=actor, proof=proof, columns=columns, at=now)


def end_accreditation(
    accreditation: Accreditation, *, actor: User, reason: str, at: datetime | None = None
) -> Accreditation:
    """This accreditation counts no more, nor its twins and renewals of the same number, from the next signature on.

    What was signed under it stays signed.

    Raises as `end_certificate`.
    """
    ended = end_certificate(ACCREDITATIONS, accreditation, actor=actor, reason=reason, at=at)
    return next((row for row in ended if row.pk == accreditation.pk), ended[0])


def remind_advisers(now: datetime) -> dict[str, int]:
    """Tell the adviser, and whoever keeps the file, ahead of the end; once for each accreditation."""
    return {"advisers_reminded": remind_of_ends(ACCREDITATIONS, now)}
