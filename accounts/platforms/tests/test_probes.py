"""The probes of the accounts floor turn breached and back."""

from collections.abc import Callable

import pytest

from accounts.models import User
from accounts.platforms.services import add_account
from governance.public import grant_role, measure_now, record, revoke_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(first_rows: None) -> Callable[[str], User]:
    def make(name: str) -> User:
        user = User.objects.create_user(name)
        grant_role(user, "manager", actor=None)
        return user

    return make


def _status(code: str) -> str:
    return measure_now(code).status


def test_work_without_a_role_on_the_account_breaches_r_001(people: Callable[[str], User]) -> None:
    account = add_account(actor=people("applicant"), handle="a", platform="weibo", name_zh="微博", name_en="Weibo")
    author, outsider = User.objects.create_user("author"), User.objects.create_user("outsider")
    grant_role(author, "author", accounts=[account], actor=None)
    record("draft.submitted", actor=author, kind="draft", object_id=1, account_id=account.pk)
    assert _status("R-001") == "met"
    record("draft.submitted", actor=outsider, kind="draft", object_id=2, account_id=account.pk)
    assert _status("R-001") == "breached"


def test_work_after_the_role_was_taken_breaches_r_001(people: Callable[[str], User]) -> None:
    account = add_account(actor=people("applicant"), handle="a", platform="weibo", name_zh="微博", name_en="Weibo")
    author = User.objects.create_user("author")
    grant_role(author, "author", accounts=[account], actor=None)
    record("draft.submitted", actor=author, kind="draft", object_id=1, account_id=account.pk)
    revoke_role(author, "author", accounts=[account], actor=None)
    assert _status("R-001") == "met"
    record("draft.submitted", actor=author, kind="draft", object_id=1, account_id=account.pk)
    assert _status("R-001") == "breached"


def test_a_role_given_again_backs_the_work_after_it(people: Callable[[str], User]) -> None:
    account = add_account(actor=people("applicant"), handle="a", platform="weibo", name_zh="微博", name_en="Weibo")
    author = User.objects.create_user("author")
    for change in (grant_role, revoke_role, grant_role):
        change(author, "author", accounts=[account], actor=None)
    record("draft.submitted", actor=author, kind="draft", object_id=1, account_id=account.pk)
    assert _status("R-001") == "met"


def test_a_role_of_another_kind_of_work_breaches_r_001(people: Callable[[str], User]) -> None:
    account = add_account(actor=people("applicant"), handle="a", platform="weibo", name_zh="微博", name_en="Weibo")
    author = User.objects.create_user("author")
    grant_role(author, "author", accounts=[account], actor=None)
    record("publication.recorded", actor=author, kind="publication", object_id=1, account_id=account.pk)
    assert _status("R-001") == "breached"


def test_a_right_in_the_company_backs_work_on_every_account_until_it_is_taken(people: Callable[[str], User]) -> None:
    account = add_account(actor=people("applicant"), handle="a", platform="weibo", name_zh="微博", name_en="Weibo")
    lawyer = User.objects.create_user("lawyer")
    grant_role(lawyer, "legal", actor=None)
    record("draft.signed", actor=lawyer, kind="draft", object_id=1, account_id=account.pk)
    assert _status("R-001") == "met"
    revoke_role(lawyer, "legal", actor=None)
    record("draft.signed", actor=lawyer, kind="draft", object_id=2, account_id=account.pk)
    assert _status("R-001") == "breached"
