"""How long a form remembers that it was sent."""

from datetime import timedelta

KEPT = timedelta(days=7)
KEY_LENGTH = 32
