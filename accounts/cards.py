"""Gathers the cards of the rooms."""

from accounts.custody import cards as custody
from accounts.recertification import cards as recertification

__all__ = ["custody", "recertification"]
