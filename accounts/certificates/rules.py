"""The facts of every certificate of a person: how long the name of its paper is, how early its end is told. Pure."""

from __future__ import annotations

from datetime import timedelta

PROOF_NAME = 120
# The holder and whoever renews hear of the end so long before.
REMIND = timedelta(days=30)
