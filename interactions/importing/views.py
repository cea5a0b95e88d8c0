"""The page where files of messages are brought in."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.public import PlatformAccount, User
from governance.public import Denial, Refused, accounts_for
from interactions.importing.forms import ImportForm
from interactions.importing.models import MessageImport
from interactions.importing.profiles import PROFILES
from interactions.importing.services import Imported, import_messages


@require_http_methods(["GET", "POST"])
def message_import(request: HttpRequest) -> HttpResponse:
    """Bring in a file: everything in it, or nothing and the rows that are wrong."""
    user: Any = request.user
    allowed = accounts_for(user, "accounts.reply")
    if not allowed:
        raise Denial(_("You may not answer messages on any account. Ask the manager of an account for the right."))
    form = ImportForm(request.POST or None, request.FILES or None, account_ids=allowed)
    result = None
    if request.method == "POST" and form.is_valid():
        try:
            result = _imported(form.cleaned_data["file"], form.cleaned_data["account"], user)
        except Refused as refusal:
            form.add_error("file", str(refusal.sentence))
    past = MessageImport.objects.filter(account_id__in=allowed).select_related("account", "imported_by")[:10]
    status = 422 if form.errors or (result is not None and not result.good) else 200
    context = {"form": form, "result": result, "past": past, "profiles": PROFILES}
    return render(request, "interactions/importing/message_import.html", context, status=status)


def _imported(upload: UploadedFile, account: PlatformAccount, user: User) -> Imported:
    """The upload under a name of our own in a folder of its own; its given name is only shown."""
    suffix = ".xlsx" if str(upload.name).lower().endswith(".xlsx") else ".csv"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{suffix}"
        with path.open("wb") as target:
            for chunk in upload.chunks():
                target.write(chunk)
        return import_messages(path, account, actor=user, name=str(upload.name))
