"""Looks into one video or sound file and writes it again without metadata; runs in a process of its own.

`python -m content.media.probe DEMUXER SOURCE TARGET` prints the facts as JSON. No Django here: the process is
short, bounded by the caller in time and memory, and opens nothing but the one local file.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

import av

from content.media.bounds import PROBE_BYTES, PROBE_SECONDS, STREAMS_LIMIT

MUXERS = {"mov": "mp4", "matroska": "webm", "mp3": "mp3", "wav": "wav"}
KEPT = ("AIGC", "aigc")


def facts_of(demuxer: str, source: str, target: str) -> dict[str, Any]:
    """Open, read the facts, copy the streams into a clean file."""
    options = {"protocol_whitelist": "file"} | ({"enable_drefs": "0"} if demuxer == "mov" else {})
    with av.open(source, format=demuxer, options=options) as container:
        streams = [stream for stream in container.streams if stream.type in ("video", "audio")]
        if not streams or len(streams) > STREAMS_LIMIT:
            return {"error": "streams"}
        first: Any = next((stream for stream in streams if stream.type == "video"), None)
        labels = [f"AIGC {value}" for key, value in container.metadata.items() if key in KEPT]
        last = 0.0
        writing = {"movflags": "use_metadata_tags"} if demuxer == "mov" else {}
        with av.open(target, "w", format=MUXERS[demuxer], options=writing) as clean:
            for key, value in container.metadata.items():
                if key in KEPT:
                    clean.metadata[key] = value
            copies = {stream.index: clean.add_stream_from_template(stream) for stream in streams}
            packets = 0
            for packet in container.demux(*streams):
                if packet.dts is None:
                    continue
                packets += 1
                if packet.pts is not None and packet.time_base:
                    last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
                packet.stream = copies[packet.stream.index]
                clean.mux(packet)
        if not packets:
            return {"error": "streams"}
        return {
            "width": first.width if first else None,
            "height": first.height if first else None,
            # Measured on the packets: the header may claim any length.
            "duration_ms": round(last * 1000),
            "has_sound": any(stream.type == "audio" for stream in streams),
            "has_picture": first is not None,
            "labels": labels,
        }


def main() -> None:
    """Bound this process, then print the facts or the kind of error."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROBE_SECONDS, PROBE_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (PROBE_BYTES, PROBE_BYTES))
    demuxer, source, target = sys.argv[1:4]
    try:
        facts = facts_of(demuxer, source, target)
    except (av.FFmpegError, OSError, ValueError, MemoryError, OverflowError) as error:
        facts = {"error": type(error).__name__}
    sys.stdout.write(json.dumps(facts))


if __name__ == "__main__":
    main()
