"""Setting up twice is setting up once; the first administrator is made once."""

from __future__ import annotations

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.core.management import CommandError, call_command

from governance.access.services import can
from governance.demonstration.rules import DEMO_PASSWORD
from governance.ledger.models import LedgerEntry
from governance.operations.fingerprint import SKIPPED
from governance.operations.setup import create_administrator
from governance.refusals.exceptions import Refused

PASSWORD = "lantern over the harbour 7"
pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    from django.apps import apps

    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed and model._meta.db_table not in SKIPPED
    }


def test_a_second_setup_changes_nothing_and_makes_nobody(monkeypatch) -> None:
    monkeypatch.delenv("ADMIN_PASSWORD", raising=False)
    call_command("setup", "--no-input", stdout=StringIO())
    first = counts()
    call_command("setup", "--no-input", stdout=StringIO())
    assert counts() == first
    assert first["accounts.User"] == 0


def test_the_first_administrator_comes_from_the_environment_once(monkeypatch) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", PASSWORD)
    for _turn in range(2):
        call_command("setup", "--no-input", "--admin-username", "root", stdout=StringIO())
    user = get_user_model().objects.get()
    assert user.check_password(PASSWORD)
    assert can(user, "governance.operate")
    assert LedgerEntry.objects.filter(event="setup.administrator_created").count() == 1


def test_a_weak_password_is_refused(monkeypatch) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", "password")
    with pytest.raises(CommandError):
        call_command("setup", "--no-input", "--admin-username", "root", stdout=StringIO())
    assert not get_user_model().objects.exists()


def test_a_second_administrator_is_not_made_this_way(roles: None) -> None:
    create_administrator("root", "", PASSWORD)
    with pytest.raises(Refused):
        create_administrator("other", "", PASSWORD)


def test_one_administrator_alone_gets_a_second_from_whoever_runs_the_server_and_no_third(roles: None) -> None:
    create_administrator("root", "", PASSWORD)
    assert create_administrator("other", "", PASSWORD, second=True).is_superuser
    with pytest.raises(Refused):
        create_administrator("third", "", PASSWORD, second=True)
    assert not get_user_model().objects.filter(username="third").exists()


def test_the_deployment_check_refuses_demo_logins_outside_a_trial_run(settings) -> None:
    get_user_model().objects.create_user("author", password=DEMO_PASSWORD)
    found = [message.id for message in run_checks(include_deployment_checks=True)]
    assert "governance.E001" in found
    settings.DEBUG = True
    assert "governance.E001" not in [message.id for message in run_checks(include_deployment_checks=True)]


def test_the_deployment_check_lets_other_passwords_be(settings) -> None:
    get_user_model().objects.create_user("author", password=PASSWORD)
    assert "governance.E001" not in [message.id for message in run_checks(include_deployment_checks=True)]
