"""Limits of files with tables: a platform's own exports stay far below them. Pure."""

FILE_BYTES = 60 * 1024 * 1024
LINE_CHARACTERS = 64 * 1024
RECORD_CHARACTERS = 256 * 1024
COLUMNS = 500
ROWS = 1_000_000
HEADER_WITHIN = 5
ERRORS_SHOWN = 100
# A workbook is a zip: what its parts may unpack to, and how much smaller than that they may be packed.
UNPACKED_BYTES = 100 * 1024 * 1024
PACKING_RATIO = 100
PARTS = 2_000
CELLS = 8_000_000
