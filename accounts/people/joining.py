"""What is still to be done until somebody who joined can work: shown on their page, to them and to who manages people.

Each step reads what the other rooms keep; nothing is ticked by hand (R-106, R-122, R-123).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.posts.models import PostHolding
from accounts.qualifications.reading import qualified_ids
from accounts.qualifications.rules import SIGNING
from governance.public import PolicyVersion, Sentence, accounts_for, packs_of, roles_held, signed_versions, today


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, whether it is done, who does it, and where."""

    label: Sentence
    done: bool
    by: Sentence
    url: str


def _place(person: User, at: datetime) -> Step:
    url = reverse("accounts:person_edit", args=[person.pk])
    return Step(_("Department and superior are named"), bool(person.department_id and person.superior_id), ADMIN, url)


def _password(person: User, at: datetime) -> Step:
    return Step(
        _("A password is set by the link in the mail"), person.has_usable_password(), SELF,
        reverse("accounts:person_detail", args=[person.pk]),
    )  # fmt: skip


def _roles(person: User, at: datetime) -> Step:
    url = reverse("accounts:person_roles", args=[person.pk])
    return Step(_("Roles are given"), person.is_superuser or any(roles_held(person).values()), ADMIN, url)


def _rule_books(person: User, at: datetime) -> Step:
    versions = PolicyVersion.objects.in_force(today(at)).filter(policy__code__in=packs_of(person, at))
    signed = set(versions.values_list("pk", flat=True)) <= set(signed_versions(person))
    return Step(_("The rule books are read and signed"), signed, SELF, reverse("governance:policies"))


def _post(person: User, at: datetime) -> Step:
    held = PostHolding.objects.in_office(at).filter(person=person).exists()
    return Step(_("A post is given"), held, APPOINTER, reverse("accounts:posts"))


def _sheets(person: User, at: datetime) -> Step:
    held = PostHolding.objects.in_office(at).filter(person=person)
    done = held.exists() and not PostHolding.objects.to_accept(at).filter(person=person).exists()
    return Step(_("The duty sheet of the post is accepted"), done, SELF, reverse("accounts:posts"))


def _qualification(person: User, at: datetime) -> Step | None:
    """For whoever was given the right to review, and nobody else."""
    if person.is_superuser or not any(accounts_for(person, right) for right in SIGNING):
        return None
    done = person.pk in qualified_ids([person.pk], at)
    return Step(_("Qualified as reviewer"), done, APPOINTER, reverse("accounts:qualifications"))


ADMIN, SELF, APPOINTER = _("an administrator"), _("the person"), _("whoever appoints")
STEPS: tuple[Callable[[User, datetime], Step | None], ...] = (
    _place, _password, _roles, _rule_books, _post, _sheets, _qualification,
)  # fmt: skip


def steps_of(person: User, at: datetime) -> list[Step]:
    """Every step in its order; empty once all are done, so that the panel goes by itself."""
    steps = [step for make in STEPS if (step := make(person, at)) is not None]
    return [] if all(step.done for step in steps) else steps
