"""Facts of running the site: what beats, and from when on a reading is bad."""

from __future__ import annotations

from datetime import timedelta

# (name, task path, seconds): beat rings, the rows tell what is due.
BEAT = (("operations.heartbeat", "governance.operations.tasks.beat_once", 30),)

# From when on a reading is a warning, and from when on it is bad.
BEAT_SILENCE = (timedelta(minutes=2), timedelta(minutes=10))
BACKUP_AGE = (timedelta(hours=26), timedelta(hours=50))
SEAL_AGE = (timedelta(minutes=3), timedelta(minutes=15))
QUEUE_LENGTH = (100, 1_000)
NOTICE_AGE = (timedelta(minutes=5), timedelta(minutes=30))
RUNG_AGE = (timedelta(minutes=2), timedelta(minutes=15))
REHEARSAL_AGE = (timedelta(days=100), timedelta(days=190))
FAILED_DELIVERIES = (1, 20)
# Share of the disk under DATA_DIR that is still free.
FREE_DISK = (0.15, 0.05)
# Failed deliveries older than this have been looked at or never will be.
FAILED_WITHIN = timedelta(days=7)
# Counts stop here: "1,000+" says enough.
COUNT_CAP = 1_000
