"""Gathers the models of the rooms, so that Django finds them."""
