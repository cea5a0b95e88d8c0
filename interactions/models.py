"""Gathers the models of the rooms, so that Django finds them."""

from interactions.canned.models import CannedReply
from interactions.complaints.models import Complaint, ComplaintRound
from interactions.importing.models import MessageImport
from interactions.inbox.models import Contact, InternalNote, Message, MessagePresence, MessageWording, Reply
from interactions.rota.models import RotaShift
from interactions.tickets.models import Ticket

__all__ = [
    "CannedReply",
    "Complaint",
    "ComplaintRound",
    "Contact",
    "InternalNote",
    "Message",
    "MessageImport",
    "MessagePresence",
    "MessageWording",
    "Reply",
    "RotaShift",
    "Ticket",
]
