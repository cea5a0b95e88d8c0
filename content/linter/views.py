"""The live linter of the editor."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from content.linter.descriptions import findings_in
from content.linter.findings import blocks
from content.linter.forms import LintForm
from content.linter.markup import mark_up
from content.linter.placing import placed
from content.linter.services import accounts_to_lint_for, lint_text
from governance.public import Denial, Refused

SHOWN = 100  # findings listed; the number of all is always said


@require_POST
def lint(request: HttpRequest) -> HttpResponse:
    """Lint what stands in the editor and answer with the fragment of findings (R-045).

    Only for whoever drafts or reviews: the answer tells which words the company keeps secret (R-044).
    """
    places = accounts_to_lint_for(request.user)  # type: ignore[arg-type]
    if not places:
        raise Denial(_("Texts are checked here for those who write or review drafts. Ask a manager for the right."))
    form = LintForm(request.POST, account_ids=places)
    page = "content/linter/_findings.html"
    if not form.is_valid():
        sentences = [sentence for errors in form.errors.values() for sentence in errors]
        return render(request, page, {"refusals": sentences}, status=422)
    parts, described, circumstances = form.parts(), form.descriptions(), form.context()
    text, whole = form.written(), "\n".join(words for _name, words in (*parts, *described))
    try:
        begin = len(text) + 1 if parts else 0
        findings = lint_text(text, circumstances)
        findings += findings_in((words for _name, words in described), begin, circumstances)
    except Refused as refusal:
        return render(request, page, {"refusals": [refusal.sentence]}, status=422)
    counts = Counter(finding.severity for finding in findings)
    context = {
        "findings": placed(findings[:SHOWN], (*parts, *described)), "found": len(findings),
        "more": max(0, len(findings) - SHOWN),
        "block_count": counts["block"], "warn_count": counts["warn"], "note_count": counts["note"],
        "forbidden": blocks(findings), "marked": mark_up(whole, findings), "characters": len(whole),
    }  # fmt: skip
    return render(request, page, context)
