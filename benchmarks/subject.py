"""Runs one subject in this process: python -m benchmarks.subject NAME DATABASE."""

import sys
from importlib import import_module

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command

    from benchmarks.measuring import Bench

    call_command("migrate", verbosity=0)
    subject, database = sys.argv[1:3]
    import_module(f"benchmarks.{subject}").run(Bench(database))


if __name__ == "__main__":
    main()
