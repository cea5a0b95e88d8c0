"""The cover of a video is signed with it: sealed by its hash, handed out with the kit, the same until release."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import File
from django.db import connection

from content.conftest import HOUR, NOW, PREFLIGHT, House, lifted
from content.drafts.models import Draft, DraftVersion
from content.drafts.sealing import digest, format_of, sealed_content
from content.media.covers import choose_cover
from content.media.models import MediaAsset
from content.media.services import upload_media
from content.media.tests.recordings import recording
from content.publishing.pages import kit_lines
from content.publishing.services import tick_preflight
from content.review.models import ReviewSlot
from content.review.submission import submit_draft
from governance.public import Refused, WrongState, hash_of

LATER = NOW + 3 * HOUR


@pytest.fixture
def film(house: House, tmp_path: Path) -> MediaAsset:
    """A video with a cover that somebody chose."""
    path = recording(tmp_path / "v.mp4")
    with path.open("rb") as stream:
        asset = upload_media(actor=house.author, account=house.account, file=File(stream, path.name), at=NOW)
    return choose_cover(asset, actor=house.author, moment_ms=1000, at=NOW)


@pytest.mark.django_db
def test_the_hash_of_the_cover_is_sealed_and_the_kit_hands_it_out(house: House, film: MediaAsset) -> None:
    draft = house.approved(assets=[film, house.picture()], medium="video")
    assert draft.current_version is not None
    with film.cover.open("rb") as stream:
        sealed = {"sha256": hash_of(stream), "moment_ms": 1000}
    assert draft.current_version.sealed["media"][0]["cover"] == sealed
    line = next(line for line in kit_lines(draft, house.account) if line.field.code == "cover")
    assert [row.asset for row in line.files] == [film]


@pytest.mark.django_db
def test_a_cover_changed_behind_the_services_is_not_released(house: House, film: MediaAsset) -> None:
    draft = house.approved(assets=[film], medium="video")
    MediaAsset.objects.filter(pk=film.pk).update(cover_sha256="0" * 64)
    with pytest.raises(Refused):
        tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=LATER)


@pytest.mark.django_db
def test_what_was_signed_before_covers_were_sealed_is_still_released(house: House, film: MediaAsset) -> None:
    draft = house.approved(assets=[film], medium="video")
    version = draft.current_version
    assert version is not None
    rows = draft.asset_rows.select_related("asset")
    old = sealed_content(draft, handles=[house.account.handle], assets=rows, shape=1)
    assert (format_of(old), format_of(version.sealed)) == (1, 2)
    assert "cover" not in old["media"][0]
    with lifted(connection, "content_draftversion", "content_reviewslot"):
        DraftVersion.objects.filter(pk=version.pk).update(sealed=old, sha256=digest(old))
        ReviewSlot.objects.filter(version=version).update(sha256=digest(old))
    tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=LATER)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_a_submission_and_another_cover_at_once_the_sealed_cover_stands(house: House, film: MediaAsset) -> None:
    for moment in (200, 400, 600, 800):
        draft = house.draft(assets=[film], medium="video")
        outcomes: list[Any] = []

        def run(act: Callable[[], object], outcomes: list[Any] = outcomes) -> None:
            try:
                outcomes.append(act())
            except WrongState as refusal:
                outcomes.append(refusal)
            finally:
                connection.close()

        acts = (
            lambda draft=draft: submit_draft(draft, actor=house.author, at=NOW),
            lambda moment=moment: choose_cover(film, actor=house.author, moment_ms=moment, at=NOW),
        )
        threads = [threading.Thread(target=run, args=(act,)) for act in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        stored = Draft.objects.select_related("current_version").get(pk=draft.pk)
        film.refresh_from_db()
        assert stored.current_version is not None, outcomes
        assert stored.current_version.sealed["media"][0]["cover"]["sha256"] == film.cover_sha256
        Draft.objects.filter(pk=draft.pk).update(status="discarded")
