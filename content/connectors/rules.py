"""Publishing by interface, as rows: which interfaces there are, how long a try takes, when the next is due. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from governance.public import Sentence

MASTODON, WORDPRESS, WEBHOOK = "mastodon", "wordpress", "webhook"


@dataclass(frozen=True, slots=True)
class ConnectorKind:
    """An interface: its name, which kinds of files it takes, and what its login and its token are.

    `key_life` is how long the other side knows an idempotency key; None where it never forgets one.
    """

    code: str
    label: Sentence
    takes: frozenset[str]
    help: Sentence
    key_life: timedelta | None = None


KINDS = (
    ConnectorKind(
        MASTODON, "Mastodon", frozenset({"image"}),
        _("The token is an access token with the scopes read and write of an application."),
        key_life=timedelta(hours=1),
    ),
    ConnectorKind(
        WORDPRESS, "WordPress", frozenset({"image"}),
        _("The login is a user name of the site, the token an application password of that user."),
    ),
    ConnectorKind(
        WEBHOOK, _("Signed webhook"), frozenset({"image", "video", "audio"}),
        _("The login is the name of the key, the token the key that both sides sign with (HMAC-SHA256)."),
    ),
)  # fmt: skip
KINDS_BY_CODE = {kind.code: kind for kind in KINDS}
KIND_CHOICES = [(kind.code, kind.label) for kind in KINDS]

# One try, all its requests together, ends after so many seconds; the lease is longer, so that whoever was held up
# beyond it sends nothing more while somebody else takes the row over.
TRY_SECONDS = 60.0
LEASE = timedelta(seconds=180)
CONNECT_SECONDS, READ_SECONDS = 5.0, 15.0
ANSWER_BYTES = 1 << 20
FILE_BYTES = 16 << 20

# After a try that failed, the next one waits so long; after the last it is given up. Together less than the hour for
# which Mastodon remembers a key, so that few orders outlive it (by a wait that the other side asks for, or a crash).
WAITS = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 120, 240, 480, 900))
# What the other side asks for with Retry-After, at least and at most.
LEAST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=2)

# So long after it was due, an order that is only ever told to wait is given up.
GIVE_UP = timedelta(days=1)

PUBLISH_IT, WITHDRAW_IT = "publish", "withdraw"
ACTIONS = ((PUBLISH_IT, _("publish")), (WITHDRAW_IT, _("take down")))
ADDRESS_LIMIT = 300
WORDS_LIMIT = 300

BEAT = (("send-posts", "content.connectors.tasks.send_posts", 15),)
