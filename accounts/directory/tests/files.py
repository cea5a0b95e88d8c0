"""Files of people as the tests write them, and their run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from accounts.directory.services import Outcome, sync_directory

NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
HEAD = "工号,登录名,姓名,邮箱,部门,上级,岗位,入职日期"
ROWS = (
    "A1,lin,林若溪,lin@company.example,市场部,,市场部负责人,2024-03-01",
    "A2,chen,陈小禾,chen@company.example,marketing,A1,内容策划,2025/4/7",
    "A3,wu,吴静怡,,Marketing,chen,,2026年1月5日",
)


def sync(path: Path, departments: Path | None = None, **extra: Any) -> Outcome:
    return sync_directory(path, departments, actor=None, at=extra.pop("at", NOW), **extra)


def faults(outcome: Outcome) -> list[tuple[int | None, str | None]]:
    return [(error["row"], error["column"]) for error in outcome.errors]
