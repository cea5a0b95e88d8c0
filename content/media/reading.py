"""Reading a video or sound file in a bounded process of its own: the caller never holds the file in memory."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from content.media.bounds import CLEAN_SECONDS, PROBE_SECONDS
from content.media.boxes import append_xmp
from content.media.rules import DEMUXERS
from governance.public import FileLimit, FileType, Refused, labels_in_text, xmp_packet

CHUNK = 1024 * 1024
Tell = Callable[[int], None]
# What the columns of a file hold of the facts.
COLUMNS = ("width", "height", "duration_ms", "has_sound", "frame_rate", "loudness", "codec", "sound_codec", "bit_rate")


@contextmanager
def as_local_file(file: IO[bytes] | Any, extension: str) -> Iterator[Path]:
    """The file as one of this machine: itself where it is one already, else a copy for the length of the block."""
    known = getattr(file, "temporary_file_path", None)
    name = known() if known else _own_path(file)
    if name and os.path.isfile(name):
        yield Path(name)
        return
    with tempfile.NamedTemporaryFile(suffix=f".{extension}") as copy:
        file.seek(0)
        shutil.copyfileobj(file, copy, CHUNK)
        copy.flush()
        yield Path(copy.name)


def _own_path(file: Any) -> str:
    """Where a file of the store lies on this machine; empty for a store elsewhere and for what is in memory."""
    try:
        return str(file.path)
    except (AttributeError, NotImplementedError, ValueError):
        name = getattr(getattr(file, "file", None), "name", "")
        return name if isinstance(name, str) else ""


def _run(arguments: list[str], seconds: int, tell: Tell | None = None) -> dict[str, Any]:
    """What the process says last; `tell` hears how far it is. Refused where it takes too long."""
    command = [sys.executable, "-m", "content.media.probe", *arguments]
    found: dict[str, Any] = {}
    with subprocess.Popen(  # noqa: S603 - our own module, our own file names
        command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        bell = threading.Timer(seconds * 2, process.kill)
        bell.start()
        try:
            for line in process.stdout or ():
                try:
                    found = json.loads(line)
                except ValueError:
                    continue
                if tell is not None and "done" in found:
                    tell(int(found["done"]))
        finally:
            bell.cancel()
            process.kill()
    if not found or "done" in found:
        raise Refused(_("This file takes too long to read. Please export it again."), field="file")
    return found


def _checked(found: dict[str, Any], limit: FileLimit) -> dict[str, Any]:
    """The facts, or the refusal of a file that cannot be used."""
    if found.get("error") == "streams":
        raise Refused(_("This file holds neither picture nor sound. Please export it again."), field="file")
    if "duration_ms" not in found:
        raise Refused(_("This recording is cut off or damaged. Please export it again."), field="file")
    if found["duration_ms"] > limit.seconds * 1000:
        raise Refused(
            _("This recording is longer than %(limit)d seconds. Please shorten it.") % {"limit": limit.seconds},
            field="file",
        )
    if limit.pixels and (found["width"] or 0) * (found["height"] or 0) > limit.pixels:
        raise Refused(
            _("This video has more than %(limit)s points a picture. Please make it smaller.")
            % {"limit": f"{limit.pixels:,}"},
            field="file",
        )
    return found


def quick_facts(path: Path, row: FileType, limit: FileLimit) -> dict[str, Any]:
    """The facts of a video or sound file from its header and its end, in under two seconds whatever its size.

    Raises Refused for a file that holds nothing, is cut off, or is longer than the house allows.
    """
    return _checked(_run(["facts", DEMUXERS[row.mime], str(path)], PROBE_SECONDS), limit)


def write_clean(
    path: Path, row: FileType, limit: FileLimit, target: Path, picture: Path, tell: Tell | None = None
) -> dict[str, Any]:
    """Copy the streams of a file into `target` without metadata, but with its labels of AI content (I-01).

    Returns the columns of the file; keeps a small picture in `picture` where it has one. Raises Refused as
    `quick_facts` does.
    """
    found = _run(["clean", DEMUXERS[row.mime], str(path), str(target), str(picture)], CLEAN_SECONDS, tell)
    facts = _checked(found, limit)
    labels = labels_in_text(facts["labels"])
    if facts["c2pa"]:
        # Its signature covers the bytes as uploaded and cannot survive: the fact is kept, not the manifest.
        labels.append({"scheme": "C2PA", "value": "manifest"})
    if DEMUXERS[row.mime] == "mov" and any(label["scheme"] != "AIGC" for label in labels):
        append_xmp(target, xmp_packet(labels))
    return {
        **{name: facts.get(name) for name in COLUMNS},
        "kind": "video" if facts["has_picture"] else "audio",
        "ai_labels": list(labels),
    }


def picture_at(path: Path, mime: str, moment_ms: int, edge: int) -> bytes:
    """The picture of one moment of a video, as JPEG. Raises Refused where there is none."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "picture.jpg"
        asked = ["picture", DEMUXERS[mime], str(path), str(target), str(moment_ms), str(edge)]
        if "error" in _run(asked, PROBE_SECONDS):
            raise Refused(_("There is no picture at this moment. Choose another one."), field="moment")
        return target.read_bytes()
