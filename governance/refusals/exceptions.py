"""The ways in which a service says no, each with a sentence for the person who asked."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise

Sentence = str | Promise


class Refused(Exception):
    """A service refuses; `sentence` says why and what to do next, `field` names the form field if there is one."""

    def __init__(self, sentence: Sentence, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field

    def __str__(self) -> str:
        return str(self.sentence)


class WrongState(Refused):
    """The record is not in a state from which this move starts."""


class StaleVersion(Refused):
    """Somebody else changed the record since the page was opened."""


class NotAllowed(Refused):
    """The person lacks the right, or separation of duties forbids it."""


class NoteRequired(Refused):
    """The move needs a reason in words."""


class Denial(PermissionDenied):
    """A page may be known but not used by this person: answered 403 with the sentence."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence
