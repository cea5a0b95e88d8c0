"""What the tests of licences need: a proof, and a licence with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from content.conftest import NOW, House
from content.licences.models import Licence
from content.licences.services import register_licence


def proof(text: str = "contract") -> ContentFile[bytes]:
    """A small PDF."""
    return ContentFile(f"%PDF-1.4\n% {text}\n%%EOF\n".encode(), name="合同.pdf")


def licensed_by(house: House, **content: Any) -> Licence:
    """A licence of the house's account that runs to the end of the year."""
    whole: dict[str, Any] = {
        "account": house.account, "reference": "A-1", "source": "图库", "valid_from": date(2026, 1, 1),
        "valid_until": date(2026, 12, 31), "proof": proof(), "at": NOW, **content,
    }  # fmt: skip
    return register_licence(actor=house.author, **whole)
