"""Tests that kill processes; `make chaos` runs them."""
