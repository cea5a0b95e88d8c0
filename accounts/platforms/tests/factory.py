"""Accounts for tests, opened as people open them: asked for by one, agreed to by another."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from accounts.models import PlatformAccount, User
from accounts.opening.services import ask_opening, waiting_request
from governance.public import decide_approval

CREDIT = "91350100M000100Y43"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def asked(**changes: Any) -> dict[str, Any]:
    """Everything that an opening is asked with."""
    return {
        "handle": "weibo-main", "platform": "weibo", "name_zh": "微博", "name_en": "Weibo", "url": "",
        "department": None, "market": "CN", "language": "zh-hans", "calendar": "CN", "regulated_field": "",
        "name_basis": "official", "authorised_by": "", "entity": "安禾健康科技有限公司", "number_kind": "credit_code",
        "number": CREDIT, "phone": "+86 21 5555 0100", "mail": "a@anhe.example", "recovery": "b@anhe.example",
        **changes,
    }  # fmt: skip


def applied_account(
    asker: User, *, packs: tuple[str, ...] = (), at: datetime | None = None, **changes: Any
) -> PlatformAccount:
    """An account that somebody applied for."""
    values = asked(responsible=asker, **changes)
    return ask_opening(actor=asker, need="A channel for members", values=values, packs=packs, at=at)


def opened_account(asker: User, opener: User, *, at: datetime | None = None, **changes: Any) -> PlatformAccount:
    """An account in use: somebody else agreed."""
    account = applied_account(asker, at=at, **changes)
    request = waiting_request(account)
    assert request is not None
    decide_approval(request, actor=opener, agree=True, at=at)
    account.refresh_from_db()
    return account


def pdf(name: str = "licence.pdf") -> ContentFile:
    """A small whole PDF."""
    return ContentFile(PDF, name)


def picture(form: str = "PNG", size: tuple[int, int] = (8, 8), **options: Any) -> ContentFile:
    """A small picture."""
    written = io.BytesIO()
    Image.new("RGB", size).save(written, form, **options)
    return ContentFile(written.getvalue(), f"proof.{form.lower()}")
