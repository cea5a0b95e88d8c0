"""The board's tests use the rule books' company."""

from governance.policies.tests.conftest import books, make_account, make_user

__all__ = ["books", "make_account", "make_user"]
