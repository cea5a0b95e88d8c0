"""What looking into a video or sound file may take, in a process of its own. No Django here."""

# Seconds of processor time for reading the facts, and for writing the clean file with loudness and pictures.
PROBE_SECONDS = 20
CLEAN_SECONDS = 240
# Memory, in bytes.
PROBE_BYTES = 2048 * 1024 * 1024
STREAMS_LIMIT = 8
# A picture that is decoded has at most so many points.
FRAME_PIXELS = 40_000_000
# Loudness is measured over the first so many seconds.
LOUDNESS_SECONDS = 600
# The end of a file is looked for by reading at most so many packets behind the last place that can be reached.
TAIL_PACKETS = 4000
THUMBNAIL_EDGE = 480
COVER_EDGE = 1920
JPEG_QUALITY = 85
