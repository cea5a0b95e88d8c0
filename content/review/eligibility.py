"""Who may give a signature, and the sentence why somebody may not (R-031, R-035 to R-038).

Superusers hold every right and still obey every row of `BARS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.public import ADVISING, SIGNING, User, accredited_ids, competent_ids, qualified_ids
from content.drafts.ending import open_ones
from content.drafts.queries import targets_of
from content.review.models import ReviewSlot
from content.review.rules import CONFIRMS
from governance.public import VIEW_ACCOUNT, Denied, Sentence, accounts_for, can, deputies_at, holder_ids, stood_in_for

if TYPE_CHECKING:
    from content.drafts.models import Draft

Bar = Callable[["ReviewSlot", "Draft", "User", Iterable["ReviewSlot"], datetime], Sentence | None]


def wrote_it(
    slot: ReviewSlot, draft: Draft, actor: User, slots: Iterable[ReviewSlot], at: datetime
) -> Sentence | None:
    """Neither the author nor anybody who wrote in it."""
    if draft.wrote(actor.pk):
        return _("You wrote in this draft, so somebody else must sign it.")
    return None


def stood_in_for_a_writer(
    slot: ReviewSlot, draft: Draft, actor: User, slots: Iterable[ReviewSlot], at: datetime
) -> Sentence | None:
    """Nor who did the duties of one of them, by approved leave, at any moment from writing to signing (R-016)."""
    if actor.pk in stood_in_for(writers(draft), draft.created_at, at):
        return _("You stood in for somebody who wrote in this draft, so somebody else must sign it.")
    return None


def signed_already(
    slot: ReviewSlot, draft: Draft, actor: User, slots: Iterable[ReviewSlot], at: datetime
) -> Sentence | None:
    """One signature per person and version."""
    if any(other.signer_id == actor.pk for other in slots if other.pk != slot.pk):
        return _("You signed this version already; this signature must come from somebody else.")
    return None


def lacks_right(
    slot: ReviewSlot, draft: Draft, actor: User, slots: Iterable[ReviewSlot], at: datetime
) -> Sentence | None:
    """The right of the slot, on every account that the signature covers."""
    answer = can(actor, slot.permission, slot)
    if isinstance(answer, Denied):
        return answer.reason
    on = slot.permission if slot.permission.startswith("accounts.") else VIEW_ACCOUNT
    if not accounts_for(actor, on).issuperset(slot.accounts):
        return _("You may sign for some of the accounts of this draft only; it needs somebody who may for all.")
    return None


def of_another_unit(
    slot: ReviewSlot, draft: Draft, actor: User, slots: Iterable[ReviewSlot], at: datetime
) -> Sentence | None:
    """A unit's facts are confirmed by that unit (R-037); by nobody where it is no department any more."""
    if slot.permission == CONFIRMS and slot.department_id is None:
        return _(
            "The unit whose facts this confirms is not among the departments any more, so nobody can sign here. Ask "
            "the author to take the draft back and to choose its units once more."
        )
    if slot.department_id is not None and slot.department_id != actor.department_id:
        return _("The facts about a unit are confirmed by that unit; you work in another one.")
    return None


def _of_the_department(author: User, person: User) -> bool:
    """Somebody of the author's department, or its head (M-4.3.2); without a department nothing is narrowed."""
    department = author.department
    return department is None or person.department_id == department.pk or department.head_id == person.pk


def _of_the_team(author: User, person: User) -> bool:
    """Somebody of the author's department or with the author's superior, or that superior (K-4.2.2b)."""
    superior = author.superior_id
    return _of_the_department(author, person) or (superior is not None and superior in (person.superior_id, person.pk))


class ScopeRow(NamedTuple):
    """Who a slot of this scope is for beyond the right, and the sentence for everybody else."""

    includes: Callable[[User, User], bool]
    sentence: Promise


# A scope of its own bar: it looks at qualifications, not at the author.
COMPETENT = "market_competent"
SCOPES = {
    "same_team": ScopeRow(_of_the_team, gettext_lazy("The rule book asks for somebody of the author's team here.")),
    "same_department": ScopeRow(
        _of_the_department, gettext_lazy("The rule book asks for somebody of the author's department here.")
    ),
}


def out_of_scope(
    slot: ReviewSlot, draft: Draft, actor: User, slots: Iterable[ReviewSlot], at: datetime
) -> Sentence | None:
    """Who the rule book does not mean by this signature (R-047)."""
    rows = (SCOPES[code] for code in slot.scopes if code in SCOPES)
    return next((row.sentence for row in rows if not row.includes(draft.author, actor)), None)


def not_of_the_market(
    slot: ReviewSlot, draft: Draft, actor: User, slots: Iterable[ReviewSlot], at: datetime
) -> Sentence | None:
    """Only whose qualification names the market reviews for it (R-047, O-1.3.1, O-4.1.1)."""
    if COMPETENT not in slot.scopes or actor.pk in competent_ids(slot.market, at):
        return None
    return _("This signature is for the market %(market)s, and your qualification does not name it.") % {
        "market": slot.market
    }


def not_accredited(
    slot: ReviewSlot, draft: Draft, actor: User, slots: Iterable[ReviewSlot], at: datetime
) -> Sentence | None:
    """Only whose accreditation is on file and in force signs as professional adviser (R-038, K-3.2a, K-5.3.1)."""
    if slot.permission != ADVISING or actor.pk in accredited_ids([actor.pk], at):
        return None
    return _("No valid accreditation of yours is on file. Please ask whoever manages the accounts to put it there.")


def writers(draft: Draft) -> set[int]:
    """The author and everybody who wrote in it."""
    return {draft.author_id, *draft.editors}


BARS: tuple[Bar, ...] = (
    wrote_it, stood_in_for_a_writer, signed_already, lacks_right, not_of_the_market, not_accredited,
    of_another_unit, out_of_scope,
)  # fmt: skip


def why_not(
    slot: ReviewSlot, draft: Draft, actor: User, slots: Iterable[ReviewSlot], at: datetime | None = None
) -> Sentence | None:
    """The first reason why `actor` cannot sign at that moment, or None."""
    slots, now = list(slots), at or timezone.now()
    return next((reason for bar in BARS if (reason := bar(slot, draft, actor, slots, now)) is not None), None)


def why_not_for_all(permission: str, draft: Draft, actor: User, at: datetime) -> Sentence | None:
    """Why this person may not answer for the draft on all of its open accounts with this right, or None.

    Every bar of a signature holds; that they signed this version already does not matter.
    """
    accounts = [row.pk for row in open_ones(targets_of(draft))]
    place = ReviewSlot(draft=draft, account=draft.account, permission=permission, accounts=accounts)
    return why_not(place, draft, actor, (), at)


def eligible_ids(slot: ReviewSlot, draft: Draft, slots: Iterable[ReviewSlot], at: datetime | None = None) -> list[int]:
    """Who could sign this slot then: holders of the right, there and qualified, whom duty separation does not bar."""
    if slot.permission == CONFIRMS and slot.department_id is None:
        return []
    now = at or timezone.now()
    signed = {other.signer_id for other in slots if other.signer_id and other.pk != slot.pk}
    barred = signed | writers(draft) | stood_in_for(writers(draft), draft.created_at, now)
    ids = [pk for pk in holder_ids(slot.permission, slot.account_id) if pk not in barred]
    away = deputies_at(ids, now)
    ids = [pk for pk in ids if pk not in away]
    if slot.permission in SIGNING:
        qualified = qualified_ids(ids, now)
        ids = [pk for pk in ids if pk in qualified]
    if slot.permission == ADVISING:
        accredited = accredited_ids(ids, now)
        ids = [pk for pk in ids if pk in accredited]
    if COMPETENT in slot.scopes:
        competent = competent_ids(slot.market, now)
        ids = [pk for pk in ids if pk in competent]
    if any(code in SCOPES for code in slot.scopes):
        known = User.objects.in_bulk(ids)
        ids = [pk for pk in ids if out_of_scope(slot, draft, known[pk], slots, now) is None]
    if slot.department_id is None:
        return ids
    return list(User.objects.filter(pk__in=ids, department_id=slot.department_id).values_list("pk", flat=True))
