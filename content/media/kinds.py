"""Kinds and ledger events of files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from governance.public import register_events, register_kind

register_kind("media", model="content.MediaAsset", label=_("file"), url="content:media_detail", dated_by="uploaded_at")
register_kind("media_upload", model="content.MediaUpload", label=_("upload"), url="content:media_upload")
register_kind("platform_limit", model="content.PlatformLimit", label=_("limit of a platform"))
register_events(
    {
        "media.uploaded": _("uploaded a file"),
        "media.cover_chosen": _("chose the cover of a video"),
        "media_upload.begun": _("began to upload a file"),
        "platform_limit.added": _("added a limit of a platform"),
        "platform_limit.changed": _("changed a limit of a platform"),
    }
)
