"""The only door into interactions for the floors above."""

from interactions.complaints.models import Complaint
from interactions.complaints.services import receive_complaint
from interactions.importing.services import import_messages
from interactions.inbox.models import Contact, Message, Reply
from interactions.inbox.receiving import Incoming, Received, receive_message, receive_messages
from interactions.inbox.replying import hold_message, reply_message
from interactions.inbox.services import take_message
from interactions.rota.models import RotaShift
from interactions.tickets.models import Ticket
from interactions.tickets.services import open_ticket

__all__ = [
    "Complaint",
    "Contact",
    "Incoming",
    "Message",
    "Received",
    "Reply",
    "RotaShift",
    "Ticket",
    "hold_message",
    "import_messages",
    "open_ticket",
    "receive_complaint",
    "receive_message",
    "receive_messages",
    "reply_message",
    "take_message",
]
