"""The order of the demo company's days: what its stories do, by time, whoever's story it is.

Posts, campaigns and pauses run beside one another in a company, so a pause finds what is scheduled that day, and a
time is proposed out of the figures that were there by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from heapq import heappop, heappush

Step = Callable[[datetime], object]
Story = Iterator[tuple[datetime, Step]]


class Diary:
    """Stories whose steps are taken in the order of their times, none after `now`."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._heap: list[tuple[datetime, int, Step, Story]] = []
        self._added = 0

    def add(self, story: Story) -> None:
        """Take a story in; its next time is asked once the step before was taken."""
        self._added += 1
        self._put(story, self._added)

    def _put(self, story: Story, number: int) -> None:
        found = next(story, None)
        # What lies ahead of the company's now is left undone, with all that follows in that story.
        if found is not None and found[0] <= self.now:
            heappush(self._heap, (found[0], number, found[1], story))

    def live(self) -> None:
        """Take every step up to now."""
        while self._heap:
            at, number, step, story = heappop(self._heap)
            step(at)
            self._put(story, number)
