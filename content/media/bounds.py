"""What looking into a video or sound file may take, in a process of its own. No Django here."""

# Seconds and memory (in bytes).
PROBE_SECONDS = 20
PROBE_BYTES = 2048 * 1024 * 1024
STREAMS_LIMIT = 8
