"""Every role given or taken stands in the register of grants, as it stands in the ledger."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor

from accounts.public import PlatformAccount, User
from governance.access.grants import grant_role, revoke_role
from governance.access.models import Grant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles")]
NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def make_account() -> PlatformAccount:
    return PlatformAccount.objects.create(handle="a", platform="weibo", name_zh="甲", name_en="A")


def test_a_grant_is_in_force_from_its_beginning_until_it_is_taken() -> None:
    user, account = User.objects.create_user("lin"), make_account()
    grant_role(user, "author", accounts=[account], actor=None, at=NOW)
    revoke_role(user, "author", actor=None, at=NOW + 2 * DAY)
    there = {day: Grant.objects.held_at(NOW + day * DAY).count() for day in (-1, 0, 1, 2)}
    assert there == {-1: 0, 0: 1, 1: 1, 2: 0}
    assert Grant.objects.get().ended_because == "revoked"


def test_a_grant_with_an_end_is_in_force_until_then() -> None:
    user = User.objects.create_user("lin")
    grant_role(user, "agent", actor=None, at=NOW, expires_at=NOW + DAY)
    assert Grant.objects.held_at(NOW).exists()
    assert not Grant.objects.held_at(NOW + DAY).exists()


def test_the_database_keeps_no_role_twice_in_the_company() -> None:
    user = User.objects.create_user("lin")
    grant_role(user, "agent", actor=None, at=NOW)
    with pytest.raises(IntegrityError):
        Grant.objects.create(person=user, role="agent", begins_at=NOW)


def test_the_ledger_gives_the_register_of_a_company_that_kept_none() -> None:
    user, account = User.objects.create_user("lin"), make_account()
    grant_role(user, "author", accounts=[account], actor=None, at=NOW)
    grant_role(user, "agent", actor=None, at=NOW)
    revoke_role(user, "author", actor=None, at=NOW + DAY)
    columns = ("person_id", "role", "account_id", "begins_at", "ended_at", "ended_because")
    before = sorted(Grant.objects.values_list(*columns), key=str)
    Grant.objects.all().delete()
    executor = MigrationExecutor(connection)
    migration = executor.loader.get_migration("governance", "0014_grants_from_the_ledger")
    state = executor.loader.project_state(("governance", "0014_grants_from_the_ledger"))
    migration.operations[0].code(state.apps, None)  # type: ignore[attr-defined]
    assert sorted(Grant.objects.values_list(*columns), key=str) == before
