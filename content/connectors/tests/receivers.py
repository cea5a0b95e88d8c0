"""Loopback servers that speak the documented interfaces and can be told to fail, for tests."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from content.connectors.webhook import signed

WEBHOOK_KEY, WEBHOOK_KEY_NAME = "key-of-the-webhook", "posts-1"


@dataclass
class Receiver:
    """What stands there, what was asked, and how the next requests fail: before anything is done, or after it."""

    address: str
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    signatures: list[bool] = field(default_factory=list)

    def fail(self, method: str, what: str, path: str = "") -> None:
        """The next such request to a path with these words fails.

        `what`: `429`, `500`, `301`, `hang`, `lost` (done, but no answer) or `garbage`.
        """
        self.faults.append((method, what, path))


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def _answer(self, status: int, facts: Any, headers: dict[str, str] | None = None) -> None:
        body = facts if isinstance(facts, bytes) else json.dumps(facts).encode()
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.receiver.asked.append((self.command, self.path))
        fault = next((row for row in self.receiver.faults if row[0] == self.command and row[2] in self.path), None)
        what = ""
        if fault is not None:
            self.receiver.faults.remove(fault)
            what = fault[1]
        if what == "429":
            return self._answer(429, {}, {"Retry-After": "90"})
        if what == "301":
            return self._answer(301, {}, {"Location": "http://127.0.0.1:1/elsewhere"})
        if what in ("500", "401"):
            return self._answer(int(what), {"message": "no"})
        if what == "hang":
            time.sleep(1.5)
            self.close_connection = True
            return None
        status, facts = self.handle_request(body)
        if what == "lost":
            self.close_connection = True
            return None
        return self._answer(status, b'{"id": "7", ' if what == "garbage" else facts)

    do_GET = do_POST = do_DELETE = _serve

    def handle_request(self, body: bytes) -> tuple[int, Any]:
        raise NotImplementedError


class WordPressHandler(_Handler):
    """https://developer.wordpress.org/rest-api/reference/posts/: a slug that is taken gets a number behind it."""

    def handle_request(self, body: bytes) -> tuple[int, Any]:
        name, _colon, password = base64.b64decode(self.headers["Authorization"].split()[1]).decode().partition(":")
        if (name, password) != ("editor", "word press app pass"):
            return 401, {"code": "incorrect_password"}
        parts, posts = urlsplit(self.path), self.receiver.posts
        if "/wp/v2/media" in parts.path:
            return self._media(parts.path, parse_qs(parts.query), body)
        if self.command == "POST":
            content = json.loads(body)
            slug, number = content["slug"], str(len(posts) + 1)
            taken = [row["slug"] for row in posts.values()]
            slug = slug if slug not in taken else f"{slug}-2"
            posts[number] = {
                "id": int(number), "slug": slug, "link": f"http://127.0.0.1/{slug}", "status": content["status"],
                "title": {"raw": content["title"]}, "content": {"raw": content["content"]},
                "featured_media": content.get("featured_media", 0),
            }  # fmt: skip
            return 201, posts[number]
        if self.command == "DELETE":
            number = parts.path.rsplit("/", 1)[-1]
            return (200, posts.pop(number)) if number in posts else (404, {"code": "rest_post_invalid_id"})
        slug = parse_qs(parts.query)["slug"][0]
        return 200, [row for row in posts.values() if row["slug"] == slug]

    def _media(self, path: str, query: dict[str, list[str]], body: bytes) -> tuple[int, Any]:
        """https://developer.wordpress.org/rest-api/reference/media/: the slug comes from the name of the file."""
        files, last = self.receiver.files, path.rsplit("/", 1)[-1]
        if self.command == "GET":
            return 200, [row for row in files.values() if row["slug"] == query["slug"][0]]
        if last in files:
            files[last] |= json.loads(body)
            return 200, files[last]
        name = self.headers["Content-Disposition"].split('filename="')[1].rstrip('"')
        number = str(len(files) + 101)
        files[number] = {
            "id": int(number), "slug": name.rsplit(".", 1)[0], "source_url": f"http://127.0.0.1/{name}",
            "sha256": hashlib.sha256(body).hexdigest(), "mime": self.headers["Content-Type"],
        }  # fmt: skip
        return 201, files[number]


class WebhookHandler(_Handler):
    """What docs/webhook.md asks of a receiver."""

    def handle_request(self, body: bytes) -> tuple[int, Any]:
        moment = self.headers["X-Timestamp"]
        right = f"v1={signed(WEBHOOK_KEY, moment, self.command, self.path, body)}"
        good = self.headers["X-Signature"] == right and self.headers["X-Key-Id"] == WEBHOOK_KEY_NAME
        self.receiver.signatures.append(good)
        if not good:
            return 401, {}
        query, posts = parse_qs(urlsplit(self.path).query), self.receiver.posts
        if self.command == "POST":
            content = self._content(body)
            number = content["key"]
            posts.setdefault(number, {"id": number, "url": f"http://127.0.0.1/p/{number}", **content})
            return 200, posts[number]
        if self.command == "DELETE":
            return 200, posts.pop(query["id"][0], {})
        found = posts.get(query["key"][0])
        return (200, found) if found else (404, {})

    def _content(self, body: bytes) -> dict[str, Any]:
        """The JSON; with files, each held against the hash that the JSON names."""
        kind = self.headers["Content-Type"]
        if not kind.startswith("multipart/"):
            return dict(json.loads(body))
        whole = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
        parts: dict[str, bytes] = {}
        for part in whole.walk():
            if not part.is_multipart():
                name = str(part.get_param("name", header="content-disposition"))
                parts[name] = part.get_payload(decode=True)  # type: ignore[assignment]
        content = dict(json.loads(parts.pop("post")))
        for row in content["files"]:
            data = parts.pop(row["part"])
            self.receiver.files[row["name"]] = {**row, "right": hashlib.sha256(data).hexdigest() == row["sha256"]}
        return content


@contextmanager
def receiving(handler: type[_Handler]) -> Iterator[Receiver]:
    """A receiver on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = type("Handler", (handler,), {"receiver": receiver})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
