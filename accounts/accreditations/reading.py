"""Whose accreditation was on file when: for the signatures that the floors above keep (R-038)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists

from accounts.accreditations.models import Accreditation


def accredited_ids(people: Collection[int], at: datetime) -> set[int]:
    """Those of these people who had a valid accreditation on file at that moment; one statement."""
    return Accreditation.objects.covered_ids(people, at)


def accredited_then(person: str, moment: str) -> Exists:
    """Of an outer row: whether the person in one of its columns had one on file at the moment in another."""
    return Accreditation.objects.covering_then(person, moment)
