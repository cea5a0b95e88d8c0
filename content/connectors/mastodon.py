"""Mastodon: one post per Idempotency-Key for an hour; the posts since then are searched for the text.

API: https://docs.joinmastodon.org/methods/statuses/ (create, source, delete), /methods/media/ (v2).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from content.connectors.calling import Caller
from content.connectors.outcomes import Posted, Unclear
from content.connectors.protocol import SealedPost, plain, posted, same

# So many posts in an answer, and so many answers are read for the posts since an order was sent first.
NEWEST, PAGES = 40, 10
# Clocks of two machines may differ by so much.
CLOCKS = timedelta(minutes=2)
# @name@host is shown as @name.
MENTION = re.compile(r"(?a)@(\w(?:[\w.-]*\w)?)@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")


class Mastodon:
    """See Connector."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def publish(self, post: SealedPost, key: str) -> Posted:
        form: dict[str, Any] = {"status": post.text}
        if post.files:
            form["media_ids[]"] = [self._upload(picture.read(), picture) for picture in post.files]
        answer = self._caller.ask("POST", "/api/v1/statuses", data=form, headers={"Idempotency-Key": key})
        return self._posted(answer.facts())

    def _upload(self, data: bytes, picture: Any) -> str:
        answer = self._caller.ask(
            "POST", "/api/v2/media", data={"description": picture.alt},
            files={"file": (picture.asset.shown_name, data, picture.asset.mime)},
        ).facts()  # fmt: skip
        number = str(answer.get("id") or "") if isinstance(answer, dict) else ""
        if not number:
            raise Unclear(_("The answer names no picture."))
        return number

    def find(self, post: SealedPost, key: str, *, since: datetime, known: Collection[str]) -> Posted | None:
        me = self._caller.ask("GET", "/api/v1/accounts/verify_credentials").facts()
        if not isinstance(me, dict) or not str(me.get("id") or "").isalnum():
            raise Unclear(_("The answer cannot be read."))
        for row in self._posts(me["id"], since - CLOCKS):
            if str(row.get("id")) not in known and same(_short(plain(str(row.get("content")))), _short(post.text)):
                return self._posted(row)
        return None

    def _posts(self, account: str, since: datetime) -> Iterator[dict[str, Any]]:
        """The posts of the account since then, newest first; raises Unclear where they are too many to be read."""
        query = {"limit": str(NEWEST), "exclude_reblogs": "true"}
        for _page in range(PAGES):
            rows = self._caller.ask("GET", f"/api/v1/accounts/{account}/statuses", params=query).facts()
            if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("id") for row in rows):
                raise Unclear(_("The answer cannot be read."))
            for row in rows:
                moment = parse_datetime(str(row.get("created_at")))
                if moment is None:
                    raise Unclear(_("The answer cannot be read."))
                if moment < since:
                    return
                yield row
            if not rows:
                return
            query["max_id"] = str(rows[-1]["id"])
        raise Unclear(_("Too many posts stand there to find this one among them."))

    def withdraw(self, external_id: str) -> None:
        self._caller.ask("DELETE", f"/api/v1/statuses/{external_id}", known=(404, 410))

    def _posted(self, facts: Any) -> Posted:
        return posted(facts, "url", plain(str(facts.get("content") or "")) if isinstance(facts, dict) else "")


def _short(text: str) -> str:
    return MENTION.sub(r"@\1", text)
