"""AI-content labels of files: read before the file is re-encoded, and written back into the clean file.

GB 45438-2025 puts a JSON value under the name AIGC into the metadata; C2PA and IPTC say it in their own way.
Everything else in the metadata is dropped (I-01: removing a label is a violation, keeping a place is one too).
"""

from __future__ import annotations

import json
import re
from typing import Any, TypedDict
from xml.sax.saxutils import quoteattr

from PIL import Image
from PIL.PngImagePlugin import PngInfo

AIGC_FIELDS = (
    "Label",
    "ContentProducer",
    "ProduceID",
    "ReservedCode1",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode2",
)
AIGC_VALUE_LIMIT = 300
# A packet longer than this is no label.
PACKET_LIMIT = 256 * 1024
AI_SOURCE_TYPES = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "algorithmicMedia")
AI_SOURCE_PREFIX = "http://cv.iptc.org/newscodes/digitalsourcetype/"
EXIF_IFD, USER_COMMENT, IMAGE_DESCRIPTION = 0x8769, 0x9286, 0x010E
_JSON = re.compile(r"\{[^{}]{2,4000}\}")


class Label(TypedDict):
    """One label: the scheme that it follows, and its value."""

    scheme: str
    value: Any


def _as_text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _aigc_in(text: str) -> dict[str, str] | None:
    """The AIGC value in a piece of metadata, with the fields of the standard only."""
    if "AIGC" not in text and "ContentProducer" not in text:
        return None
    text = text.replace("&quot;", '"').replace("&#34;", '"')
    for found in _JSON.finditer(text):
        try:
            value = json.loads(found.group())
        except ValueError:
            continue
        if isinstance(value, dict) and "Label" in value:
            return {field: str(value[field])[:AIGC_VALUE_LIMIT] for field in AIGC_FIELDS if field in value}
    return {"Label": "1"} if "AIGC" in text else None


def labels_in_text(texts: list[str]) -> list[Label]:
    """The labels that pieces of metadata hold, each once."""
    found: list[Label] = []
    for text in texts:
        aigc = _aigc_in(text)
        if aigc and not any(label["scheme"] == "AIGC" for label in found):
            found.append(Label(scheme="AIGC", value=aigc))
        for source in AI_SOURCE_TYPES:
            if re.search(rf"\b{source}\b", text) and not any(label["scheme"] == "IPTC" for label in found):
                found.append(Label(scheme="IPTC", value=source))
    return found


def labels_of(image: Image.Image, data: bytes) -> list[Label]:
    """The labels of an image whose header was read; looks at metadata only."""
    texts = [
        _as_text(value)
        for key, value in image.info.items()
        if key in ("xmp", "XML:com.adobe.xmp", "comment", "AIGC") and len(value) <= PACKET_LIMIT
    ]
    if "AIGC" in image.info:
        texts.append(f"AIGC {image.info['AIGC']}"[:PACKET_LIMIT])
    try:
        exif = image.getexif()
        pieces = [exif.get(IMAGE_DESCRIPTION), exif.get_ifd(EXIF_IFD).get(USER_COMMENT)]
    except (OSError, SyntaxError, ValueError, KeyError, TypeError):
        pieces = []  # A broken Exif block holds no label, and is dropped anyway.
    texts += [_as_text(piece) for piece in pieces if piece]
    found = labels_in_text([text.replace("\x00", "") for text in texts])
    if b"c2pa" in data and (b"jumb" in data or b"caBX" in data):
        # Its signature covers the bytes as uploaded and cannot survive: the fact is kept, not the manifest.
        found.append(Label(scheme="C2PA", value="manifest"))
    return found


def xmp_packet(labels: list[Label]) -> bytes:
    """An XMP packet that holds the labels and nothing else."""
    attributes = []
    for label in labels:
        if label["scheme"] == "AIGC":
            value = json.dumps(label["value"], ensure_ascii=False)
            attributes.append(f'xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/" TC260:AIGC={quoteattr(value)}')
    source = next((label["value"] for label in labels if label["scheme"] == "IPTC"), None)
    if source or any(label["scheme"] == "C2PA" for label in labels):
        attributes.append(
            'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
            f"Iptc4xmpExt:DigitalSourceType={quoteattr(AI_SOURCE_PREFIX + (source or AI_SOURCE_TYPES[1]))}"
        )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        + " ".join(attributes)
        + '/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def writing_options(labels: list[Label], pillow_format: str) -> dict[str, Any]:
    """What Pillow is told so that the clean file carries the labels again."""
    if not labels:
        return {}
    packet = xmp_packet(labels)
    if pillow_format == "PNG":
        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", packet.decode())
        for label in labels:
            if label["scheme"] == "AIGC":
                info.add_itxt("AIGC", json.dumps(label["value"], ensure_ascii=False))
        return {"pnginfo": info}
    if pillow_format == "GIF":
        value = next((label["value"] for label in labels if label["scheme"] == "AIGC"), {"Label": "1"})
        return {"comment": ("AIGC " + json.dumps(value)).encode()}
    return {"xmp": packet}
