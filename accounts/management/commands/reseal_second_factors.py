"""manage.py reseal_second_factors: the secrets of second factors under the newest key."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.login.services import reseal_factors


class Command(BaseCommand):
    """After a new vault key, and before the old one is dropped; safe to run twice."""

    help = "Seals the secrets of all second factors under the newest key of VAULT_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{reseal_factors()} sealed anew")
