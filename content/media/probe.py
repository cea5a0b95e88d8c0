"""Looks into one video or sound file, and writes it again without metadata; runs in a process of its own.

`python -m content.media.probe facts DEMUXER SOURCE` prints the facts as one line of JSON.
`python -m content.media.probe clean DEMUXER SOURCE TARGET PICTURE` copies the streams into a clean file, measures
loudness, keeps a picture, and prints `{"done": percent}` lines on its way, then the facts.
`python -m content.media.probe picture DEMUXER SOURCE PICTURE MILLISECONDS EDGE` keeps the picture of one moment.
No Django here: the process is bounded by the caller in time and memory, and opens nothing but the local files.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av

from content.media.bounds import (
    CLEAN_SECONDS,
    FRAME_PIXELS,
    JPEG_QUALITY,
    LOUDNESS_SECONDS,
    PROBE_BYTES,
    PROBE_SECONDS,
    STREAMS_LIMIT,
    TAIL_PACKETS,
    THUMBNAIL_EDGE,
)
from content.media.boxes import label_boxes

MUXERS = {"mov": "mp4", "matroska": "webm", "mp3": "mp3", "wav": "wav"}
KEPT = ("AIGC", "aigc")
CLOCK = 1_000_000
# A header that promises more than this share beyond what is there tells of a file that was cut off.
SHORTFALL, SHORTFALL_SECONDS = 0.9, 1.0
# The demuxers whose header tells the length exactly.
EXACT = ("mov", "matroska")
FAILURES = (av.FFmpegError, OSError, ValueError, MemoryError, OverflowError)


@contextmanager
def opened(demuxer: str, source: str) -> Iterator[Any]:
    """The file, by the demuxer of its content; nothing that it refers to is opened."""
    options = {"protocol_whitelist": "file"} | ({"enable_drefs": "0"} if demuxer == "mov" else {})
    with av.open(source, format=demuxer, options=options) as container:
        yield container


def streams_of(container: Any) -> list[Any]:
    """Its streams of picture and sound; none where there are too many."""
    streams = [stream for stream in container.streams if stream.type in ("video", "audio")]
    return streams if len(streams) <= STREAMS_LIMIT else []


def end_of(packet: Any) -> float:
    """When a packet ends, in seconds."""
    if packet.pts is None or not packet.time_base:
        return 0.0
    return float((packet.pts + (packet.duration or 0)) * packet.time_base)


def _last_moment(container: Any, streams: list[Any]) -> float:
    """The end of what is really there: the packets behind the last place that can be reached."""
    container.seek(max(0, container.duration - 2 * CLOCK), backward=True, any_frame=False)
    last = 0.0
    for number, packet in enumerate(container.demux(*streams)):
        if packet.size:
            last = max(last, end_of(packet))
        if number >= TAIL_PACKETS:
            break
    return last


def described(container: Any, streams: list[Any], demuxer: str, source: str) -> dict[str, Any]:
    """What the header says, and the labels of AI content."""
    first: Any = next((stream for stream in streams if stream.type == "video"), None)
    sound: Any = next((stream for stream in streams if stream.type == "audio"), None)
    labels = [f"AIGC {value}" for key, value in container.metadata.items() if key in KEPT]
    xmp, c2pa = label_boxes(Path(source)) if demuxer == "mov" else ("", False)
    rate = (first.average_rate or first.guessed_rate) if first else None
    return {
        "width": first.width if first else None,
        "height": first.height if first else None,
        "frame_rate": round(float(rate), 3) if rate else None,
        "codec": first.codec_context.name if first else "",
        "sound_codec": sound.codec_context.name if sound else "",
        "bit_rate": container.bit_rate or None,
        "duration_ms": round((container.duration or 0) * 1000 / CLOCK),
        "has_sound": sound is not None,
        "has_picture": first is not None,
        "labels": [*labels, *([xmp] if xmp else [])],
        "c2pa": c2pa,
    }


def facts_of(demuxer: str, source: str) -> dict[str, Any]:
    """The facts without reading the file through: its header, and whether its end is where the header says."""
    with opened(demuxer, source) as container:
        streams = streams_of(container)
        if not streams:
            return {"error": "streams"}
        facts = described(container, streams, demuxer, source)
        claimed = facts["duration_ms"] / 1000
        if not claimed:
            # Some files do not say how long they are; that is found out when they are read through.
            return facts
        last = _last_moment(container, streams)
        if not last or (demuxer in EXACT and last < claimed * SHORTFALL - SHORTFALL_SECONDS):
            return {"error": "cut off"}
        return facts


def clean(demuxer: str, source: str, target: str, picture: str) -> dict[str, Any]:
    """Copy the streams into a clean file; measured on the packets, as the header may claim any length."""
    size = max(1, Path(source).stat().st_size)
    with opened(demuxer, source) as container:
        streams = streams_of(container)
        if not streams:
            return {"error": "streams"}
        facts = described(container, streams, demuxer, source)
        last, packets, told = 0.0, 0, 0
        writing = {"movflags": "use_metadata_tags"} if demuxer == "mov" else {}
        with av.open(target, "w", format=MUXERS[demuxer], options=writing) as written:
            for key, value in container.metadata.items():
                if key in KEPT:
                    written.metadata[key] = value
            copies = {stream.index: written.add_stream_from_template(stream) for stream in streams}
            for packet in container.demux(*streams):
                if packet.dts is None:
                    continue
                packets += 1
                last = max(last, end_of(packet))
                if packet.pos and (percent := min(90, packet.pos * 90 // size)) >= told + 5:
                    told = percent
                    say({"done": percent})
                packet.stream = copies[packet.stream.index]
                written.mux(packet)
    if not packets or (demuxer in EXACT and last < facts["duration_ms"] / 1000 * SHORTFALL - SHORTFALL_SECONDS):
        return {"error": "cut off"}
    facts["duration_ms"] = round(last * 1000)
    facts["loudness"] = loudness_of(demuxer, source) if facts["has_sound"] else None
    say({"done": 97})
    if facts["has_picture"]:
        # A few frames in, where most recordings have left the black of their beginning.
        turned = keep_picture(demuxer, source, picture, min(1000, facts["duration_ms"] // 3), THUMBNAIL_EDGE)
        facts["has_thumbnail"] = turned is not None
        if turned in (90, -90, 270, -270):
            facts["width"], facts["height"] = facts["height"], facts["width"]
    return facts


def loudness_of(demuxer: str, source: str) -> float | None:
    """Integrated loudness in LUFS (EBU R 128, by FFmpeg) of the first minutes; None where none can be measured."""
    try:
        with opened(demuxer, source) as container:
            stream = container.streams.audio[0]
            graph = av.filter.Graph()
            head: Any = graph.add_abuffer(template=stream)
            meter = graph.add("ebur128", "metadata=1:framelog=quiet")
            sink: Any = graph.add("abuffersink")
            head.link_to(meter)
            meter.link_to(sink)
            graph.configure()
            found: str | None = None
            for frame in container.decode(stream):
                head.push(frame)
                found = _drained(sink) or found
                if frame.time and frame.time > LOUDNESS_SECONDS:
                    break
            head.push(None)
            found = _drained(sink) or found
    except FAILURES:
        return None  # a sound that cannot be decoded has no loudness; the player of the platform says the rest
    return round(float(found), 1) if found else None


def _drained(sink: Any) -> str | None:
    found: str | None = None
    while True:
        try:
            found = sink.pull().metadata.get("lavfi.r128.I", found)
        except (av.BlockingIOError, av.EOFError):
            return found


def keep_picture(demuxer: str, source: str, picture: str, moment: int, edge: int) -> int | None:
    """Keep the picture of a moment (in milliseconds) as JPEG; how far it was turned, or None where there is none."""
    try:
        with opened(demuxer, source) as container:
            stream = container.streams.video[0]
            if stream.width * stream.height > FRAME_PIXELS:
                return None
            container.seek(moment * CLOCK // 1000, backward=True)
            frame: Any = None
            for frame in container.decode(stream):
                if frame.time is None or frame.time * 1000 >= moment:
                    break
            if frame is None:
                return None
            turned = int(frame.rotation or 0)
            image = frame.to_image()
            if turned:
                image = image.rotate(turned, expand=True)
            image.thumbnail((edge, edge))
            image.convert("RGB").save(picture, "JPEG", quality=JPEG_QUALITY)
            return turned
    except (*FAILURES, IndexError):
        return None


def say(line: dict[str, Any]) -> None:
    """One line for the caller."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Bound this process, then say the facts or the kind of error."""
    task, demuxer, *rest = sys.argv[1:]
    seconds = CLEAN_SECONDS if task == "clean" else PROBE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (PROBE_BYTES, PROBE_BYTES))
    try:
        if task == "facts":
            found = facts_of(demuxer, *rest)
        elif task == "clean":
            found = clean(demuxer, *rest)
        else:
            source, picture, moment, edge = rest
            kept = keep_picture(demuxer, source, picture, int(moment), int(edge))
            found = {"error": "no picture"} if kept is None else {"turned": kept}
    except FAILURES as error:
        found = {"error": type(error).__name__}
    say(found)


if __name__ == "__main__":
    main()
