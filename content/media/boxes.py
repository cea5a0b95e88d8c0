"""What stands beside the streams of an MP4 file: the boxes in which XMP and C2PA are kept. No Django here.

A box is a length, a name and a body (ISO/IEC 14496-12); only lengths and names are read, and the body of an XMP box.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from uuid import UUID

XMP = UUID("be7acfcb-97a9-42e8-9c71-999491e3afac").bytes
C2PA = UUID("d8fec3d6-1b0e-483c-9297-5828877ec481").bytes
PACKET_LIMIT = 256 * 1024
BOXES_LIMIT = 1000
HEAD, WIDE, IDENTITY = 8, 8, 16


def _uuid_boxes(stream: IO[bytes], length: int) -> Iterator[tuple[bytes, int]]:
    """The identities of the `uuid` boxes of the outermost level, with the lengths of their bodies; the stream stands
    at the body."""
    place = 0
    for _number in range(BOXES_LIMIT):
        stream.seek(place)
        head = stream.read(HEAD)
        if len(head) < HEAD:
            return
        size, name = struct.unpack(">I4s", head)
        taken = HEAD
        if size == 1:
            wide = stream.read(WIDE)
            if len(wide) < WIDE:
                return
            size, taken = struct.unpack(">Q", wide)[0], HEAD + WIDE
        elif size == 0:
            size = length - place
        if size < taken:
            return
        if name == b"uuid" and size >= taken + IDENTITY:
            yield stream.read(IDENTITY), size - taken - IDENTITY
        place += size
        if place >= length:
            return


def label_boxes(path: Path) -> tuple[str, bool]:
    """The XMP text that an MP4 file carries ("" for none), and whether it carries a C2PA manifest."""
    xmp, c2pa = "", False
    with path.open("rb") as stream:
        for identity, length in _uuid_boxes(stream, path.stat().st_size):
            if identity == XMP and length <= PACKET_LIMIT and not xmp:
                xmp = stream.read(length).decode("utf-8", "replace")
            c2pa = c2pa or identity == C2PA
    return xmp, c2pa


def append_xmp(path: Path, packet: bytes) -> None:
    """Put an XMP box behind the last box of an MP4 file."""
    with path.open("ab") as stream:
        stream.write(struct.pack(">I4s", HEAD + IDENTITY + len(packet), b"uuid") + XMP + packet)
