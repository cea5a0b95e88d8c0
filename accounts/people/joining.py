"""What is still to be done until somebody who joined can work: shown on their page, to them and to who manages people.

Each step reads what the other rooms keep; nothing is ticked by hand (R-106, R-122, R-123). Of somebody who has been
here for long, only those steps are listed that keep them from their work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.people.rules import NEW_FOR
from accounts.posts.models import PostHolding
from accounts.qualifications.reading import qualified_ids
from accounts.qualifications.rules import SIGNING
from governance.public import PolicyVersion, Sentence, accounts_for, packs_of, roles_held, signed_versions, today


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, whether it is done, who does it, where, and whether work waits for it."""

    label: Sentence
    done: bool
    by: Sentence
    url: str
    holds_up: bool = False


def _place(person: User, at: datetime) -> Step:
    url = reverse("accounts:person_edit", args=[person.pk])
    return Step(_("Name department and superior"), bool(person.department_id and person.superior_id), ADMIN, url)


def _password(person: User, at: datetime) -> Step:
    return Step(
        _("Set a password by the link in the mail"), person.has_usable_password(), SELF,
        reverse("accounts:person_detail", args=[person.pk]),
    )  # fmt: skip


def _roles(person: User, at: datetime) -> Step:
    url = reverse("accounts:person_roles", args=[person.pk])
    return Step(_("Give the roles"), person.is_superuser or any(roles_held(person).values()), ADMIN, url)


def _rule_books(person: User, at: datetime) -> Step:
    versions = PolicyVersion.objects.in_force(today(at)).filter(policy__code__in=packs_of(person, at))
    signed = set(versions.values_list("pk", flat=True)) <= set(signed_versions(person))
    return Step(_("Read and sign the rule books"), signed, SELF, reverse("governance:policies"), holds_up=True)


def _post(person: User, at: datetime) -> Step:
    held = PostHolding.objects.in_office(at).filter(person=person).exists()
    return Step(_("Give a post"), held, APPOINTER, reverse("accounts:posts"))


def _sheets(person: User, at: datetime) -> Step | None:
    """For whoever holds a post."""
    if not PostHolding.objects.in_office(at).filter(person=person).exists():
        return None
    waiting = PostHolding.objects.to_accept(at).filter(person=person).select_related("post").first()
    url = waiting.post.get_absolute_url() if waiting else reverse("accounts:posts")
    return Step(_("Accept the duty sheet of the post"), waiting is None, SELF, url, holds_up=True)


def _qualification(person: User, at: datetime) -> Step | None:
    """For whoever was given the right to review, and nobody else."""
    if person.is_superuser or not any(accounts_for(person, right) for right in SIGNING):
        return None
    done = person.pk in qualified_ids([person.pk], at)
    return Step(_("Appoint as reviewer"), done, APPOINTER, reverse("accounts:qualifications"), holds_up=True)


ADMIN, SELF, APPOINTER = _("an administrator"), _("the person"), _("whoever appoints")
STEPS: tuple[Callable[[User, datetime], Step | None], ...] = (
    _place, _password, _roles, _rule_books, _post, _sheets, _qualification,
)  # fmt: skip


def steps_of(person: User, at: datetime) -> list[Step]:
    """Every step in its order; empty once all are done, so that the panel goes by itself."""
    new = at - person.date_joined < NEW_FOR
    found = (make(person, at) for make in STEPS)
    steps = [step for step in found if step is not None and (new or step.holds_up)]
    return [] if all(step.done for step in steps) else steps
