"""Files of plan items as the tests write them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from content.conftest import NOW, House
from content.plan_imports.models import PlanImport
from content.plan_imports.services import check_upload

HEAD = "账号,标题,计划时间,方向,受众,选题,内容类型,形式,频次,脚本负责人"
GOOD = "douyin-main,端午活动,2026-06-19 10:30,拉新,老客户,端午,活动,图片,一次,author"


def csv_of(*lines: str, head: str = HEAD, encoding: str = "utf-8") -> bytes:
    """The lines under the head."""
    return "\r\n".join((head, *lines, "")).encode(encoding)


def xlsx_of(rows: Sequence[Sequence[Any]]) -> bytes:
    """The rows as a workbook."""
    book, data = Workbook(), io.BytesIO()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    book.save(data)
    return data.getvalue()


def checked(house: House, data: bytes, *, name: str = "plans.csv", role: str = "author") -> PlanImport:
    """What came of looking at the file."""
    actor = type(house.people[role]).objects.get(pk=house.people[role].pk)
    return check_upload(SimpleUploadedFile(name, data), actor=actor, at=NOW)


def faults(run: PlanImport) -> list[tuple[int | None, str | None]]:
    """Row and column of every fault."""
    return [(error["row"], error["column"]) for error in run.errors]
