"""Gathers the cards of the rooms."""

from accounts.custody import cards as custody
from accounts.opening import cards as opening
from accounts.verification import cards as verification

__all__ = ["custody", "opening", "verification"]
