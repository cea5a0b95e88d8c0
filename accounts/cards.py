"""Gathers the cards of the rooms."""

from accounts.custody import cards as custody
from accounts.incidents import cards as incidents

__all__ = ["custody", "incidents"]
