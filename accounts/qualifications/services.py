"""Appointing reviewers who were trained and tested, renewing and ending that, and the reminder ahead (R-122)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.certificates.services import (
    CertificateKind,
    end_certificate,
    give_certificate,
    remind_of_ends,
    required_words,
)
from accounts.people.models import User
from accounts.qualifications.models import Qualification
from accounts.qualifications.rules import APPOINT, MOST_POINTS, PASS_MARK, PROOF_FOLDER, TEXT_LIMIT, VALID
from governance.public import PAPERS, Refused, check_file, param, require, today

if TYPE_CHECKING:
    from django.core.files.base import File

LIMITS = {"training": TEXT_LIMIT, "proof": TEXT_LIMIT}
QUALIFICATIONS = CertificateKind(
    Qualification, "qualification", begun="qualification.appointed", folder=PROOF_FOLDER, reason_limit=TEXT_LIMIT,
    missing=gettext_lazy("Please say which training it was, and where the proof is kept."),
    over=gettext_lazy("This person is not qualified any more. Load the page again."),
    ends_with=("person",),
)  # fmt: skip


def appoint_reviewer(
    person: User, *, actor: User, training: str, trained_on: date, tested_on: date, score: int, proof: str,
    proof_file: File[bytes] | None = None, markets: Sequence[str] = (), at: datetime | None = None,
) -> Qualification:  # fmt: skip
    """Appoint somebody else as reviewer, or renew it: trained, then tested with enough points and a proof.

    `proof_file` is the certificate or the marked test itself, checked by its content and kept under its hash. It holds
    for the days of the rule book, counted from the test. Raises Denial, NotAllowed or Refused as `check_appointment`,
    and Refused naming the field that does not fit.
    """
    now = at or timezone.now()
    require(actor, APPOINT)
    words = required_words(QUALIFICATIONS, {"training": training, "proof": proof}, LIMITS)
    _check_test(trained_on, tested_on, score, now)
    valid_until = valid_from_test(tested_on, now)
    if valid_until <= now:
        raise Refused(_("This test is too old to count. Please have it taken again, then appoint."), field="tested_on")
    columns = {
        **words, "trained_on": trained_on, "tested_on": tested_on, "score": score, "markets": sorted(set(markets)),
        "valid_until": valid_until,
    }  # fmt: skip
    return give_certificate(
        QUALIFICATIONS, person, actor=actor, columns=columns, at=now,
        proof=check_file(proof_file, PAPERS, field="proof_file") if proof_file else None,
        noted={"score": score, "markets": columns["markets"]},
    )  # fmt: skip


def valid_from_test(tested_on: date, at: datetime) -> datetime:
    """The moment at which a test of that day counts no longer, by the rule books in force at `at`."""
    last = tested_on + timedelta(days=int(param(VALID, at=at).value))
    return datetime.combine(last, time.min, timezone.get_default_timezone())


def _check_test(trained_on: date, tested_on: date, score: int, now: datetime) -> None:
    if trained_on > tested_on:
        raise Refused(_("The test comes after the training. Please correct the days."), field="tested_on")
    if tested_on > today(now):
        raise Refused(_("The test has not been taken yet. Please appoint when it has."), field="tested_on")
    least = int(param(PASS_MARK, at=now).value)
    if not least <= score <= MOST_POINTS:
        raise Refused(
            _("The test is passed with %(least)d to %(most)d points. Please have it taken again.")
            % {"least": least, "most": MOST_POINTS},
            field="score",
        )


def end_qualification(
    qualification: Qualification, *, actor: User | None, reason: str = "", at: datetime | None = None
) -> int:
    """This reviewer signs no more, from the next request on: every qualification in force ends; returns how many.

    `actor` None is the end of the work here. Raises as `end_certificate`.
    """
    return len(end_certificate(QUALIFICATIONS, qualification, actor=actor, reason=reason, at=at))


def remind_reviewers(now: datetime) -> dict[str, int]:
    """Tell the reviewer, and whoever can renew, ahead of the end; once for each qualification."""
    return {"reviewers_reminded": remind_of_ends(QUALIFICATIONS, now)}
