"""The facts of comments as rows: what they hang on, how long they are, who writes and who resolves them. Pure."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# What a thread hangs on: the post as a whole, words of its title or text, a file (or a region, or a moment of it).
POST, TITLE, BODY, ASSET = "post", "title", "body", "asset"
PARTS = ((POST, _("the post")), (TITLE, _("the title")), (BODY, _("the text")), (ASSET, _("a file")))
WORDS = (TITLE, BODY)

TEXT_LIMIT = 2_000
QUOTE_LIMIT = 300
# Regions are kept in thousandths of the picture's width and height, so that they hold at every size.
WHOLE = 1_000
# A page offers so many places of a text at most; longer ones are joined.
UNITS_LIMIT = 200
