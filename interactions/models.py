"""Gathers the models of the rooms, so that Django finds them."""

from interactions.complaints.models import Complaint
from interactions.inbox.models import Contact, InternalNote, Message, Reply
from interactions.tickets.models import Ticket

__all__ = ["Complaint", "Contact", "InternalNote", "Message", "Reply", "Ticket"]
