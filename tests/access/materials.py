"""A request to the department, a file of it, and an import of plan items, as arguments of their addresses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.public import Department, User
from content.conftest import House
from content.materials.services import ask_material, deliver_material
from content.materials.tests.asking import paper
from content.plan_imports.models import PlanImport


def material_records(house: House, people: dict[str, User], unit: Department) -> dict[str, tuple[Any, ...]]:
    """One that is open, one that is delivered, and what the author uploaded."""
    now = timezone.now()
    unit.refresh_from_db()
    waiting, came = (
        ask_material(
            actor=people["author"], account=house.account, department=unit, sort="photo", title=title, need="Three",
            due_at=now + timedelta(days=3), at=now,
        )
        for title in ("waits", "came")
    )  # fmt: skip
    deliver_material(came, actor=people["department_head"], delivery="Here", files=[paper()], at=now)
    run = PlanImport.objects.create(
        file_name="plans.csv", sha256="0" * 64, status="refused", started_by=people["author"], started_at=now,
        ended_at=now,
    )  # fmt: skip
    return {
        "material": (waiting.pk,),
        "material_came": (came.pk,),
        "material_file": (came.files.get().pk,),
        "plan_import": (run.pk,),
    }
