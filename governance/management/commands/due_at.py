"""manage.py due_at --pack P --class C --from ISO [--json]: when something would be due, and why."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from governance.deadlines.rules import PARAMETERS
from governance.management.commands.sweep import moment
from governance.policies.books import shelf
from governance.policies.params import param
from governance.worktime.clock import clock_of
from governance.worktime.explain import due_for
from governance.worktime.rules import CALENDARS, CALENDARS_BY_CODE, Limit

# What a rule book says that leaves the calendar to the platform account.
OF_THE_ACCOUNT = "account"


class Command(BaseCommand):
    """Reads the limit of a message class or a deadline kind from the rule book and counts it on its calendar."""

    help = "When a message class or a deadline kind of a rule book would be due, and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pack", required=True, help="rule book, such as kuaishou_health")
        parser.add_argument("--class", required=True, dest="name", help="ordinary, complex, ticket, review.first, ...")
        parser.add_argument("--from", required=True, dest="start", help="the moment at which it starts (ISO 8601)")
        parser.add_argument(
            "--calendar", choices=sorted(CALENDARS_BY_CODE), help="where the rule book leaves it to the account"
        )
        parser.add_argument("--json", action="store_true", help='{"due", "explain"} only')

    def handle(self, *args: Any, **options: Any) -> None:
        start = moment(options["start"])
        pack, name = options["pack"], PARAMETERS.get(options["name"], options["name"])
        if pack not in shelf().books:
            raise CommandError(f"{pack} is no rule book; these are: {', '.join(shelf().books)}")
        try:
            value = param(name, pack=pack, at=start).value
            limit = Limit.of(value)
        except KeyError as error:
            raise CommandError(f"{options['name']} is no limit of {pack}") from error
        except (TypeError, ValueError) as error:
            raise CommandError(f"{options['name']} of {pack} is no limit on time, but {value}") from error
        calendar = param("clock.calendar", pack=pack, at=start).value
        if calendar == OF_THE_ACCOUNT:
            calendar = options["calendar"] or CALENDARS[0].code
        due = due_for(limit, calendar, start)
        local = clock_of(calendar).local(due.due_at).isoformat()
        if options["json"]:
            explain = f"{due.explain_zh}\n{due.explain_en}"
            answer = {"due": local, "explain": explain, "provisional": due.provisional}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write(f"{local}\n{due.explain_zh}\n{due.explain_en}")
