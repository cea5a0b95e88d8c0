from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from governance.face.vega import build


class Command(BaseCommand):
    """Takes what pages need out of installed packages into the folder of built static files."""

    help = "Writes the chart libraries into DATA_DIR/static-build; quick where they are there already."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if build(settings.STATIC_BUILD_DIR / "vega"):
            self.stdout.write(f"built {settings.STATIC_BUILD_DIR / 'vega'}")
