"""The Operations page says what runs and what to do; only operators see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from governance.access.grants import grant_role
from governance.ledger.checkpoint import write_checkpoint
from governance.ledger.services import record
from governance.operations.readings import BAD, GOOD, READINGS, WARN, read_all
from governance.operations.services import mark

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(roles: None):
    user = get_user_model().objects.create_user("operator", language="en")
    grant_role(user, "admin", actor=None)
    return user


def tone(label: str, now=None) -> str:
    return next(reading.tone for reading in read_all(now) if str(reading.label) == label)


def test_an_operator_sees_every_reading(client: Client, operator) -> None:
    client.force_login(operator)
    answer = client.get("/operations/")
    assert answer.status_code == 200
    labels = {reading.label for reading in answer.context["readings"]}
    assert labels >= {label for label, _look in READINGS}
    assert len(labels) > len(READINGS)  # the rooms add their own


def test_somebody_else_is_refused_with_a_sentence(client: Client, db: None) -> None:
    client.force_login(get_user_model().objects.create_user("stranger"))
    assert client.get("/operations/").status_code == 403


def test_a_silent_beat_is_bad_and_a_fresh_one_good(settings) -> None:
    settings.LANGUAGE_CODE = "en"
    now = timezone.now()
    assert tone("Last beat", now) == BAD
    mark("beat", at=now - timedelta(minutes=5))
    assert tone("Last beat", now) == WARN
    mark("beat", at=now - timedelta(seconds=30))
    assert tone("Last beat", now) == GOOD


def test_an_open_ledger_entry_turns_bad_and_sealing_mends_it(settings) -> None:
    settings.LANGUAGE_CODE = "en"
    record("test.happened", actor=None, kind="user", object_id=1)
    later = timezone.now() + timedelta(hours=1)
    assert tone("Ledger sealed", later) == BAD
    assert tone("Seal written outside", later) == GOOD
    write_checkpoint()
    assert tone("Ledger sealed", later) == GOOD
    assert tone("Seal written outside", later) == GOOD


def test_an_old_backup_is_named(settings) -> None:
    settings.LANGUAGE_CODE = "en"
    now = timezone.now()
    mark("backup", at=now - timedelta(days=3))
    reading = next(reading for reading in read_all(now) if str(reading.label) == "Last backup")
    assert (reading.tone, str(reading.value)) == (BAD, "3 d ago")
    assert "every night" in str(reading.advice)
