"""WordPress: no idempotency key, so that the key is the slug, which WordPress gives to one post alone.

The first picture is the featured one, the others stand below the text.

API: https://developer.wordpress.org/rest-api/reference/posts/ and /media/ with application passwords.
"""

from __future__ import annotations

import html
from collections.abc import Collection
from datetime import datetime
from mimetypes import guess_extension
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from content.connectors.calling import Caller
from content.connectors.outcomes import Posted, Unclear
from content.connectors.protocol import SealedFile, SealedPost, plain, posted

POSTS, MEDIA = "/wp-json/wp/v2/posts", "/wp-json/wp/v2/media"


class _File(NamedTuple):
    """A file as the site keeps it."""

    number: int
    url: str
    alt: str


class WordPress:
    """See Connector."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def publish(self, post: SealedPost, key: str) -> Posted:
        slug = _slug(key)
        form: dict[str, Any] = {"title": post.title, "status": "publish", "slug": slug}
        files = [self._upload(row, f"{slug}-{number}") for number, row in enumerate(post.files)]
        if files:
            form["featured_media"] = files[0].number
        form["content"] = "\n".join([_markup(post.text), *(_figure(file) for file in files[1:])])
        facts = self._caller.ask("POST", POSTS, json=form).facts()
        mine = _posted(facts)
        if facts.get("slug") in (None, slug):
            return mine
        # Another slug than asked for: an earlier try arrived after all. That post stays, this one goes.
        earlier = self._of(slug)
        if earlier is None or earlier.external_id == mine.external_id:
            return mine
        self.withdraw(mine.external_id)
        return earlier

    def _upload(self, file: SealedFile, slug: str) -> _File:
        """The file in the library of the site; one that an earlier try left there is taken, not sent twice."""
        query = {"slug": slug, "context": "edit"}
        rows = self._caller.ask("GET", MEDIA, params=query).facts()
        if not isinstance(rows, list):
            raise Unclear(_("The answer cannot be read."))
        if rows:
            return _stored_file(rows[0], file)
        name = f"{slug}{guess_extension(file.asset.mime) or ''}"
        headers = {"Content-Type": file.asset.mime, "Content-Disposition": f'attachment; filename="{name}"'}
        stored = _stored_file(self._caller.ask("POST", MEDIA, data=file.read(), headers=headers).facts(), file)
        if file.alt:
            self._caller.ask("POST", f"{MEDIA}/{stored.number}", json={"alt_text": file.alt})
        return stored

    def find(self, post: SealedPost, key: str, *, since: datetime, known: Collection[str]) -> Posted | None:
        return self._of(_slug(key))

    def _of(self, slug: str) -> Posted | None:
        query = {"slug": slug, "status": "publish", "context": "edit"}
        rows = self._caller.ask("GET", POSTS, params=query).facts()
        if not isinstance(rows, list):
            raise Unclear(_("The answer cannot be read."))
        return _posted(rows[0]) if rows else None

    def withdraw(self, external_id: str) -> None:
        self._caller.ask("DELETE", f"{POSTS}/{external_id}", known=(404, 410))


def _slug(key: str) -> str:
    return f"g-{key}"


def _markup(text: str) -> str:
    return "\n".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())


def _figure(file: _File) -> str:
    return f'<figure><img src="{html.escape(file.url)}" alt="{html.escape(file.alt)}"></figure>'


def _stored_file(facts: Any, file: SealedFile) -> _File:
    """What the site answers of a file; raises Unclear where it names none."""
    number, url = (facts.get("id"), str(facts.get("source_url") or "")) if isinstance(facts, dict) else (None, "")
    if not isinstance(number, int) or not url.startswith(("https://", "http://")):
        raise Unclear(_("The answer names no picture."))
    return _File(number, url, file.alt)


def _posted(facts: Any) -> Posted:
    """Number, address and text; of the text what was stored, not what the site makes of quotation marks."""
    text = ""
    if isinstance(facts, dict):
        title, content = (_stored(facts.get(name)) for name in ("title", "content"))
        text = "\n".join(part for part in (html.unescape(title), plain(content)) if part)
    return posted(facts, "link", text)


def _stored(value: Any) -> str:
    return str(value.get("raw") or value.get("rendered") or "") if isinstance(value, dict) else ""
