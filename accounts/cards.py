"""Gathers the cards of the rooms."""

from accounts.custody import cards as custody
from accounts.leaving import cards as leaving

__all__ = ["custody", "leaving"]
