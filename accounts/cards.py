"""Gathers the cards of the rooms."""

from accounts.custody import cards as custody
from accounts.posts import cards as posts
from accounts.qualifications import cards as qualifications

__all__ = ["custody", "posts", "qualifications"]
from accounts.recertification import cards as recertification

__all__ = ["custody", "recertification"]
from accounts.incidents import cards as incidents

__all__ = ["custody", "incidents"]
from accounts.leaving import cards as leaving

__all__ = ["custody", "leaving"]
from accounts.opening import cards as opening
from accounts.verification import cards as verification

__all__ = ["custody", "opening", "verification"]
