"""An account is opened, suspended, resumed and closed by those who may, each step in the ledger."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import PlatformAccount, User
from accounts.platforms.services import add_account, move_account
from governance.public import NotAllowed, NoteRequired, StaleVersion, WrongState, grant_role, history_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(roles: None) -> User:
    user = User.objects.create_user("manager", password="x")
    grant_role(user, "manager", actor=None)
    return user


@pytest.fixture
def account(manager: User) -> PlatformAccount:
    return add_account(actor=manager, handle="weibo-main", platform="weibo", name_zh="微博", name_en="Weibo")


@pytest.fixture
def opener(roles: None) -> User:
    user = User.objects.create_user("opener")
    grant_role(user, "manager", actor=None)
    return user


def test_nobody_opens_what_they_applied_for(manager: User, account: PlatformAccount) -> None:
    with pytest.raises(NotAllowed, match=r"yourself|自己"):
        move_account(account, "open", actor=manager)
    with pytest.raises(NotAllowed):
        move_account(account, "open", actor=User.objects.create_user("stranger"))


def test_an_account_is_opened(opener: User, account: PlatformAccount) -> None:
    opened = move_account(account, "open", actor=opener)
    assert (opened.status, opened.opened_on is not None) == ("active", True)
    assert history_of("platform_account", account.pk)[0].event == "platform_account.opened"


def test_the_opening_day_is_the_companys_date_not_that_of_utc(opener: User, account: PlatformAccount) -> None:
    early = datetime(2026, 6, 2, 20, 0, tzinfo=UTC)  # four in the morning of 3 June in China
    assert move_account(account, "open", actor=opener, at=early).opened_on == date(2026, 6, 3)


def test_suspending_asks_for_a_reason(manager: User, opener: User, account: PlatformAccount) -> None:
    move_account(account, "open", actor=opener)
    with pytest.raises(NoteRequired):
        move_account(account, "suspend", actor=manager)


def test_a_wrong_state_a_stale_page_and_a_missing_right_are_three_answers(
    manager: User, account: PlatformAccount
) -> None:
    with pytest.raises(WrongState):
        move_account(account, "resume", actor=manager, note="x")
    with pytest.raises(StaleVersion):
        move_account(account, "open", actor=manager, version=7)
    with pytest.raises(NotAllowed):
        move_account(account, "open", actor=User.objects.create_user("stranger"))


def test_the_database_knows_the_states(account: PlatformAccount) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PlatformAccount.objects.filter(pk=account.pk).update(status="whatever")


def test_a_handle_stands_once(manager: User, account: PlatformAccount) -> None:
    with pytest.raises(ValidationError):
        add_account(actor=manager, handle="weibo-main", platform="weibo", name_zh="二", name_en="Two")


def test_the_page_shows_who_may_do_what(manager: User, account: PlatformAccount, client: Client) -> None:
    grant_role(manager, "manager", accounts=[account], actor=None)
    client.force_login(manager)
    page = client.get(f"/accounts/{account.handle}/")
    assert page.status_code == 200
    assert manager.username in page.content.decode()


def test_an_account_of_others_is_unknown(account: PlatformAccount, client: Client) -> None:
    client.force_login(User.objects.create_user("stranger"))
    assert client.get(f"/accounts/{account.handle}/").status_code == 404


def test_an_administrator_opens_the_pages_of_the_accounts_that_they_manage(
    account: PlatformAccount, client: Client
) -> None:
    admin = User.objects.create_user("admin")
    client.force_login(admin)
    assert client.get(f"/accounts/{account.handle}/").status_code == 404
    grant_role(admin, "admin", actor=None)
    assert f"/accounts/{account.handle}/" in client.get("/accounts/").content.decode()
    page = client.get(f"/accounts/{account.handle}/").content.decode()
    assert 'value="open"' in page
