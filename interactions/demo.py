"""The demo company's messages, tickets, complaints and rota."""

from interactions.demonstration.filling import fill

__all__ = ["fill"]
