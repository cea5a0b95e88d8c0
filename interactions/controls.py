"""Gathers the probes of the rooms, so that the board finds them."""

from interactions.complaints import controls as complaints
from interactions.inbox import controls as inbox
from interactions.rota import controls as rota
from interactions.tickets import controls as tickets

__all__ = ["complaints", "inbox", "rota", "tickets"]
