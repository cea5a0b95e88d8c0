"""Gathers the cards of the rooms."""

from accounts.custody import cards as custody
from accounts.grants import cards as grants

__all__ = ["custody", "grants"]
