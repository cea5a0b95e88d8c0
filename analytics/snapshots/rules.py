"""By what posts are ranked, as rows."""

from django.utils.translation import gettext_lazy as _

# Column of the ranking: the columns of PublicationDay that are added up for it.
TOP_METRICS: dict[str, tuple[str, ...]] = {
    "engagements": ("likes", "comments", "shares", "saves"),
    "views": ("views",),
    "reads": ("reads",),
}
TOP_CHOICES = [
    ("engagements", _("Likes, comments, shares and saves")),
    ("views", _("Views of posts")),
    ("reads", _("Reads of posts")),
]
TOP_LABELS = dict(TOP_CHOICES)
TOP_KEPT = 10
