"""A webhook of one's own: JSON signed with HMAC-SHA256 over moment, method, path and body; docs/webhook.md says how.

The receiver answers `{"id": …, "url": …}` and takes the same key twice for one post.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import requests
from requests.auth import AuthBase

from content.connectors.calling import Caller
from content.connectors.outcomes import Posted
from content.connectors.protocol import SealedPost, posted


class Signature(AuthBase):
    """Signs a request: header `X-Signature: v1=<hex>` over "moment.METHOD.path?query.body"."""

    def __init__(self, key_name: str, key: str, moment: datetime) -> None:
        self._name, self._key, self._moment = key_name, key, str(int(moment.timestamp()))

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        parts = urlsplit(request.url or "")
        path = str(parts.path) + (f"?{parts.query!s}" if parts.query else "")
        body = request.body if isinstance(request.body, bytes) else str(request.body or "").encode()
        request.headers["X-Key-Id"] = self._name
        request.headers["X-Timestamp"] = self._moment
        request.headers["X-Signature"] = f"v1={signed(self._key, self._moment, str(request.method), path, body)}"
        return request


def signed(key: str, moment: str, method: str, path: str, body: bytes) -> str:
    """The signature in hexadecimal digits; `moment` in seconds since 1970."""
    words = f"{moment}.{method}.{path}.".encode() + body
    return hmac.new(key.encode(), words, hashlib.sha256).hexdigest()


class Webhook:
    """See Connector."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def publish(self, post: SealedPost, key: str) -> Posted:
        content = {
            "key": key, "account": post.handle, "sha256": post.sha256, "title": post.title, "body": post.body,
            "hashtags": list(post.hashtags),
        }  # fmt: skip
        if post.files:
            return self._publish_with_files(post, content, key)
        data = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        return _posted(self._caller.ask("POST", "", data=data, headers=headers).facts())

    def _publish_with_files(self, post: SealedPost, content: dict[str, Any], key: str) -> Posted:
        """Multipart: `post` names each file with the signed hash, the files follow; the signature covers all of it."""
        named = [(f"file{number}", row, row.read()) for number, row in enumerate(post.files)]
        content["files"] = [
            {"part": part, "name": row.asset.shown_name, "sha256": row.sha256, "mime": row.asset.mime, "alt": row.alt}
            for part, row, _data in named
        ]
        data = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
        parts: list[tuple[str, tuple[str, bytes, str]]] = [("post", ("post.json", data, "application/json"))]
        parts += [(part, (part, data, row.asset.mime)) for part, row, data in named]
        return _posted(self._caller.ask("POST", "", files=parts, headers={"Idempotency-Key": key}).facts())

    def find(self, post: SealedPost, key: str, *, since: datetime, known: Collection[str]) -> Posted | None:
        answer = self._caller.ask("GET", f"?{urlencode({'key': key})}", known=(404,))
        return None if answer.status == 404 else _posted(answer.facts())

    def withdraw(self, external_id: str) -> None:
        self._caller.ask("DELETE", f"?id={quote(external_id, safe='')}", known=(404, 410))


def _posted(facts: Any) -> Posted:
    return posted(facts, "url", str(facts.get("text") or "") if isinstance(facts, dict) else "")
