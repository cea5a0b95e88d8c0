"""manage.py lint_text: lint a file or what comes in; exit 1 if anything forbids the text (R-045)."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from accounts.public import PLATFORM_CHOICES
from content.linter.findings import Finding, LintContext, blocks
from content.linter.forms import CIRCUMSTANCES, PACKS
from content.linter.services import LIMIT, lint_text
from governance.public import Refused

LARGEST = LIMIT * 4  # bytes: a text within the limit cannot take more


def read_text(name: str) -> str:
    """The text of a file, or of standard input for "-"; UTF-8, else GB18030. Raises CommandError with a sentence."""
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(LARGEST + 4)
        else:
            with Path(name).open("rb") as file:
                raw = file.read(LARGEST + 4)
    except OSError as error:
        raise CommandError(
            _("The file %(name)s cannot be read: %(reason)s.") % {"name": name, "reason": error.strerror or error}
        ) from error
    if len(raw) > LARGEST:
        raise CommandError(_("The file is larger than %(limit)s characters; split it.") % {"limit": f"{LIMIT:,}"})
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raw = raw.decode("utf-16", errors="replace").encode()
    if b"\0" in raw:
        raise CommandError(_("This is not a text file (it holds NUL bytes). Save it as plain text in UTF-8."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CommandError(_("The text is neither UTF-8 nor GB18030. Save it as UTF-8 and try again."))


class Command(BaseCommand):
    help = "Lint a text file (or - for standard input); exit 1 if anything in it is forbidden."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="a text file, or - for standard input")
        parser.add_argument("--pack", default="", help=f"rule book: {', '.join(PACKS)}")
        platforms = ", ".join(code for code, _name in PLATFORM_CHOICES)
        parser.add_argument("--platform", default="", help=f"platform: {platforms}")
        parser.add_argument("--market", default="", help="country code; CN (overseas pack: US) if not given")
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")
        for name in CIRCUMSTANCES:
            parser.add_argument(f"--{name.replace('_', '-')}", action="store_true", dest=name)

    def handle(self, *args: Any, **options: Any) -> None:
        for option, known in (("pack", PACKS), ("platform", [code for code, _name in PLATFORM_CHOICES])):
            if options[option] and options[option] not in known:
                raise CommandError(
                    _("%(value)s is not known as %(option)s. Known: %(known)s.")
                    % {"value": options[option], "option": option, "known": ", ".join(known)}
                )
        context = LintContext(
            pack=options["pack"],
            platforms=options["platform"],
            market=options["market"].upper() or ("US" if options["pack"] == "overseas" else "CN"),
            **{name: options[name] for name in CIRCUMSTANCES},
        )
        try:
            findings = lint_text(read_text(options["file"]), context)
        except Refused as refusal:
            raise CommandError(str(refusal.sentence)) from refusal
        if options["json"]:
            shown = {"findings": [finding.as_dict() for finding in findings]}
            self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1))
        else:
            self._tell(findings)
        if blocks(findings):
            sys.exit(1)

    def _tell(self, findings: list[Finding]) -> None:
        if not findings:
            self.stdout.write(_("Nothing found."))
        for finding in findings:
            place = f"{finding.start}-{finding.end}" if finding.end else _("whole text")
            self.stdout.write(f"{finding.severity:5} {place} {finding.text} [{finding.rule}] {finding.message}")
            self.stdout.write(f"      {finding.suggestion} ({finding.basis})")
