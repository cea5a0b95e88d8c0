"""Gathers the cards of the rooms."""

from accounts.custody import cards as custody

__all__ = ["custody"]
