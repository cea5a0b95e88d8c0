"""Item 3: the directory of 10,000 people, brought in from a file; then nights on which a tenth or nobody changed."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from accounts.public import sync_directory
from benchmarks.measuring import Bench, median, resident_mb, rows
from benchmarks.world import make_world

HEAD = ("工号", "登录名", "姓名", "邮箱", "部门", "上级", "岗位", "入职日期")
# Everybody but the first reports to somebody above: ten to each.
SPAN = 10


def write_file(path: Path, count: int, post: str) -> None:
    """So many people of one department; every tenth has the given post."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        for number in range(count):
            superior = f"N{(number - 1) // SPAN:06d}" if number else ""
            title = post if number % SPAN == 0 else "职员"
            writer.writerow(
                [f"N{number:06d}", f"person{number:06d}", f"人员{number}", f"p{number}@company.example", "marketing",
                 superior, title, "2024-03-01"]
            )  # fmt: skip


def run(bench: Bench) -> None:
    """The first night everybody is new, on the second a tenth has another post, on the third nothing changed."""
    make_world()
    count = rows(10_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.csv"

        def night(new: int, changed: int) -> None:
            outcome = sync_directory(path, actor=None)
            if not outcome.saved or (outcome.new, outcome.changed) != (new, changed):
                raise SystemExit(f"the directory was not brought in: {outcome.errors[:3]}")

        share, before = 10_000 / count, resident_mb()
        write_file(path, count, "主管")
        first = median(lambda: night(count, 0), runs=1, scale=1) * share
        growth = resident_mb() - before
        write_file(path, count, "经理")
        second = median(lambda: night(0, (count + SPAN - 1) // SPAN), runs=1, scale=1) * share
        third = median(lambda: night(0, 0), runs=1, scale=1) * share
    bench.line(3, "bring in 10,000 new people", first, "s", rss_growth_mb=growth, target="<= 20 s")
    bench.line(3, "nightly sync of 10,000, a tenth changed", second, "s", target="<= 20 s")
    bench.line(3, "nightly sync of 10,000, nothing changed", third, "s", target="<= 20 s")
