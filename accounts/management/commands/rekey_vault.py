"""`manage.py rekey_vault [--json]`: seal every secret anew under the newest key of VAULT_KEYS."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.custody.rekeying import rekey
from accounts.custody.sealed_texts import reseal_texts


class Command(BaseCommand):
    help = "Seals every secret anew under the newest key of VAULT_KEYS; a killed run is taken up by the next."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        done = rekey()
        texts, closed = reseal_texts()
        if options["json"]:
            self.stdout.write(json.dumps({"sealed": done.sealed + texts, "unreadable": [*done.unreadable, *closed]}))
        else:
            self.stdout.write(f"{done.sealed + texts} secrets are sealed under the newest key.")
        if done.unreadable:
            raise CommandError(
                f"{len(done.unreadable)} secrets could not be opened, the first of credential {done.unreadable[0]}. "
                "Put the key they were sealed with back into VAULT_KEYS and run this again."
            )
        if closed:
            raise CommandError(
                f"{len(closed)} sealed texts could not be opened, the first is {closed[0]}. "
                "Put the key they were sealed with back into VAULT_KEYS and run this again."
            )
