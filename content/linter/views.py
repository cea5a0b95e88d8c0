"""The live linter of the editor."""

from __future__ import annotations

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from content.linter.findings import blocks
from content.linter.forms import LintForm
from content.linter.markup import mark_up
from content.linter.services import lint_text
from governance.public import VIEW_ACCOUNT, Refused, accounts_for

SHOWN = 100  # findings listed; the number of all is always said


@require_POST
def lint(request: HttpRequest) -> HttpResponse:
    """Lint what stands in the editor and answer with the fragment of findings (R-045)."""
    seen = accounts_for(request.user, VIEW_ACCOUNT)  # type: ignore[arg-type]
    form = LintForm(request.POST, account_ids=seen)
    page = "content/linter/_findings.html"
    if not form.is_valid():
        sentences = [sentence for errors in form.errors.values() for sentence in errors]
        return render(request, page, {"refusals": sentences}, status=422)
    text = form.written()
    try:
        findings = lint_text(text, form.context())
    except Refused as refusal:
        return render(request, page, {"refusals": [refusal.sentence]}, status=422)
    counts = Counter(finding.severity for finding in findings)
    context = {
        "findings": findings[:SHOWN], "found": len(findings), "more": max(0, len(findings) - SHOWN),
        "block_count": counts["block"], "warn_count": counts["warn"], "note_count": counts["note"],
        "forbidden": blocks(findings), "marked": mark_up(text, findings), "characters": len(text),
    }  # fmt: skip
    return render(request, page, context)
