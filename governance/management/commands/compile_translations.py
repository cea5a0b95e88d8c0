from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from governance.operations.translations import compile_catalogues


class Command(BaseCommand):
    """Compile the catalogues that changed."""

    help = "Compiles locale/*/LC_MESSAGES/*.po where the .mo is missing or older."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_catalogues([Path(folder) for folder in settings.LOCALE_PATHS]):
            self.stdout.write(f"compiled {path}")
