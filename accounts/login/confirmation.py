"""Somebody at an open session is not yet the person: what weighs much is confirmed anew (R-006, R-034, ASVS 7.5.3)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from governance.public import NotAllowed, Sentence

CONFIRMED_FOR = timedelta(minutes=5)


def confirmed_at(request: HttpRequest) -> datetime | None:
    """When this person last proved who they are, in this session."""
    moments = [record["at"] for record in get_authentication_records(request, request.user) if "at" in record]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def check_confirmed(moment: datetime | None, now: datetime, sentence: Sentence) -> datetime:
    """The moment, if it lies within the last five minutes; raises NotAllowed with `sentence` otherwise."""
    if moment is None or not now - CONFIRMED_FOR <= moment <= now:
        raise NotAllowed(sentence)
    return moment
