"""What a company may choose for a word of its lexicon, and the kinds of contacts that it registers. Rows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SEVERITY_CHOICES = (("block", _("Blocks")), ("warn", _("Warning")), ("note", _("Note")))
CATEGORIES = (
    ("company", _("Company rule")),
    ("absolute", _("Absolute term")),
    ("medical", _("Medical claim")),
    ("promise", _("Promise")),
    ("figure", _("Figure without source")),
    ("disparagement", _("Disparagement")),
    ("contact", _("Contact")),
    ("public_order", _("Law and public order")),
    ("pressure", _("Pressure to buy")),
    ("platform", _("Platform rule")),
)
CONTACT_KINDS = (
    ("phone", _("Phone number")),
    ("mail", _("Mail address")),
    ("qr", _("Content of a QR code")),
    ("goods", _("Article for sale")),
)
STAGES = ("writing", "submission")  # in the editor, and when a version is frozen
LIST_LIMIT = 50  # entries of one list of a word
ENTRY_LIMIT = 60  # characters of one of them
POSTS_TRIED = 1000  # posts on which a change is tried before it is saved
POSTS_SHOWN = 50  # of those hit, so many are listed
