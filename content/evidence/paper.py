"""The evidence of one post as PDF, set by typst in a process of its own, whose memory ends with it."""

from __future__ import annotations

import json
import subprocess  # nosec B404 - starts our own module by fixed arguments
import sys
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from content.drafts.rules import FLAGS
from content.evidence.lines import afterwards, name, when
from content.evidence.verifying import sealed_pdf
from content.review.models import DECISIONS, STAGES
from content.review.rules import MARKS
from governance.public import Refused, words_for

FONT_PACKAGES = ("pylopdf_fonts_zh_cn", "manimgx_fonts")
SECONDS = 60


def font_folders() -> list[str]:
    """Where the fonts lie that came with the packages."""
    specs = [find_spec(module) for module in FONT_PACKAGES]
    return [next(iter(spec.submodule_search_locations)) for spec in specs if spec and spec.submodule_search_locations]


def _tags(tags: list[str]) -> str:
    return " ".join(f"#{tag}" for tag in tags)


def _data(pack: dict[str, Any], root: str) -> dict[str, Any]:
    english = get_language() == "en"
    stages, decisions, marks = dict(STAGES), dict(DECISIONS), dict(MARKS)
    flags = {flag.code: str(flag.label) for flag in FLAGS}
    return {
        "lang": "en" if english else "zh",
        "title": _("Evidence: %(title)s") % {"title": pack["title"]},
        "root": root,
        "facts": [
            [_("Account"), pack["account"]["handle"]],
            [_("Author"), name(pack["author"])],
            [_("Who wrote in it"), ", ".join(name(row) for row in pack["writers"])],
            [_("Made"), when(pack["made_at"])],
        ],
        "versions": [
            {
                "title": _("Version %(number)s") % {"number": row["number"]},
                "sha256": row["sha256"],
                "facts": f"{name(row['submitted_by'])} · {when(row['submitted_at'])}",
                "text": [row["sealed"]["title"], row["sealed"]["body"], _tags(row["sealed"]["hashtags"])],
                "flags": ", ".join(flags.get(code, code) for code in row["sealed"]["flags"]),
                "media": [f"{media['sha256']} {media['alt']}" for media in row["sealed"]["media"]],
                "signatures": [
                    {
                        "title": slot["title_en" if english else "title_zh"],
                        "stage": str(stages[slot["stage"]]),
                        "facts": f"{name(slot['signer'])} · {decisions.get(slot['decision'], '–')} · "
                        f"{when(slot['decided_at'])}",
                        "marks": "; ".join(
                            f"{pack['words'].get(code, code)}: {marks.get(mark, mark)}"
                            for code, mark in slot["marks"].items()
                        ),
                        "note": "\n".join([slot["note"], *(problem["text"] for problem in slot["problems"])]).strip(),
                    }
                    for slot in pack["signatures"]
                    if slot["version"] == row["number"]
                ],
            }
            for row in pack["versions"]
        ],
        "publications": [
            [row["account"], row["url"], when(row["published_at"]), name(row["publisher"]), row["sha256"]]
            for row in pack["publications"]
        ],
        "afterwards": afterwards(pack),
        "comments": [
            [row["quote"] or row["part"], "\n".join(f"{name(w['author'])}: {w['text']}" for w in row["words"])]
            for row in pack["comments"]
        ],
        "ledger": [
            [str(row["columns"][0]), str(words_for(row["columns"][1])), when(row["columns"][8]),
             row["seal"][2] if row["seal"] else "–"]
            for row in pack["ledger"]
        ],
        "words": {
            "versions": _("Versions and signatures"), "publications": _("Releases"),
            "afterwards": _("Corrections and withdrawals"), "comments": _("Comments"),
            "ledger": _("Ledger"), "page": _("Page"),
        },
    }  # fmt: skip


def make_pdf(pack: dict[str, Any], root: str) -> bytes:
    """The pages in the present language, sealed with their hash. Raises Refused where they cannot be set."""
    moment = datetime.fromisoformat(pack["made_at"])
    asked = {"data": _data(pack, root), "fonts": font_folders(), "timestamp": int(moment.timestamp())}
    try:
        answer = subprocess.run(  # nosec B603
            [sys.executable, "-m", "content.evidence.setting"], input=json.dumps(asked).encode(), capture_output=True,
            cwd=Path(settings.BASE_DIR), timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Refused(_("The pages took too long to set. Please take the JSON file, which holds the same.")) from None
    if answer.returncode or not answer.stdout.startswith(b"%PDF"):
        raise Refused(_("The pages could not be set. Please take the JSON file, which holds the same."))
    return sealed_pdf(answer.stdout, root)
