"""A post that stands and says something wrong."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.public import User
from content.conftest import HOUR, NOW, House
from content.corrections.carrying_out import carry_out_correction
from content.corrections.models import Correction
from content.corrections.services import ask_correction
from content.corrections.signatures import why_no_agreement
from content.publishing.models import Publication
from governance.public import decide_approval

ASKED = NOW + 5 * HOUR
AGREED = ASKED + timedelta(minutes=30)
DONE = ASKED + HOUR
RIGHT = "我们的新品明天与大家见面，欢迎到店体验。"


def shot() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (4, 4)).save(data, "PNG")
    return SimpleUploadedFile("proof.png", data.getvalue())


@dataclass
class Wrong:
    """A post, and the steps of its correction."""

    house: House
    post: Publication

    def ask(self, actor: User | None = None, at: datetime = ASKED, **extra: Any) -> Correction:
        """Somebody says what is wrong."""
        values = {"wrong": "日期写错了", "corrected_text": RIGHT, "noticed_by": "一位读者", **extra}
        return ask_correction(self.post, actor=actor or self.house.publisher, at=at, **values)

    def decide(self, row: Correction, by: User, at: datetime = AGREED, agree: bool = True) -> Correction:
        """Somebody says yes or no."""
        assert row.request is not None
        decide_approval(row.request, actor=by, agree=agree, note="看过", reauthenticated_at=at, at=at)
        row.refresh_from_db()
        return row

    def agreed(self) -> Correction:
        """A correction to which everybody who signs such a post agreed."""
        return self.all_agree(self.ask())[0]

    def all_agree(self, row: Correction) -> tuple[Correction, list[User]]:
        """Everybody who is asked says yes, one after the other; who that was."""
        people: list[User] = []
        while row.status == "asked":
            assert row.request is not None
            asked = (found.person for found in row.request.deciders.all())
            people.append(next(person for person in asked if not why_no_agreement(row, row.request, person, AGREED)))
            self.decide(row, people[-1])
        return row, people

    def carry_out(self, row: Correction, at: datetime = DONE, **extra: Any) -> Correction:
        """The publisher records it."""
        values: dict[str, Any] = {
            "actor": self.house.publisher, "url": self.post.url, "published_text": RIGHT, "proof": shot(), **extra,
        }  # fmt: skip
        return carry_out_correction(row, at=at, **values)


@pytest.fixture
def wrong(house: House) -> Wrong:
    return Wrong(house, house.published())
