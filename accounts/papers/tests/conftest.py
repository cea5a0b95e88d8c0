"""The house of the accounts."""

from accounts.platforms.tests.conftest import house

__all__ = ["house"]
