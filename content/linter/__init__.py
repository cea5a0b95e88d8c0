"""The linter: what must not be said, found while it is being written (R-044, R-045, R-046)."""
