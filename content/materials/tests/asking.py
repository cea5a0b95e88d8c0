"""What the tests of material requests need: a department with a head, and a request to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from accounts.public import Department
from content.conftest import NOW, House
from content.materials.models import MaterialRequest
from content.materials.services import ask_material, confirm_material, deliver_material

DAY = timedelta(days=1)


def with_head(house: House) -> Department:
    """The department of the house, whose head answers for it."""
    house.unit.head = house.department_head
    house.unit.save()
    return house.unit


def asked(house: House, **content: Any) -> MaterialRequest:
    """Photos of the new product, asked of the department by the author."""
    whole: dict[str, Any] = {
        "account": house.account, "department": with_head(house), "sort": "photo", "title": "新品照片",
        "need": "三张白底照片，横版。", "at": NOW, **content,
    }  # fmt: skip
    return ask_material(actor=house.author, **whole)


def delivered(house: House, **content: Any) -> MaterialRequest:
    """A day later the head of the department delivers."""
    request = asked(house, **content)
    return deliver_material(request, actor=house.department_head, delivery="见附件。", at=NOW + DAY)


def confirmed(house: House, **content: Any) -> MaterialRequest:
    """A day later the accuracy is confirmed by an analyst of the department."""
    request = delivered(house, **content)
    return confirm_material(request, actor=house.analyst, note="与产品手册核对过。", at=NOW + DAY)


def paper(text: str = "facts") -> ContentFile[bytes]:
    """A small PDF."""
    return ContentFile(f"%PDF-1.4\n% {text}\n%%EOF\n".encode(), name="素材.pdf")
