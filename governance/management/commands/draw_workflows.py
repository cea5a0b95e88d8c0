"""manage.py draw_workflows: writes docs/workflows.md from the tables."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from governance.workflow.drawing import draw_all


class Command(BaseCommand):
    help = "Write docs/workflows.md from the tables of states and moves."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "workflows.md"
        path.write_text(draw_all(), encoding="utf-8")
        self.stdout.write(str(path.relative_to(settings.BASE_DIR)))
