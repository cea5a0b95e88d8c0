"""Gathers the admin pages of the rooms."""
