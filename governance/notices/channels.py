"""One letter by one channel: mail through Django, chat through apprise to its one allowed host, no redirects."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from governance.notices.address import open_address
from governance.notices.models import Notice, Subscription
from governance.notices.rules import CHANNELS_BY_CODE, MAIL, Channel
from governance.notices.templates import Message, in_words
from governance.preferences.rules import zone_named

if TYPE_CHECKING:
    from accounts.models import User

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything that one person is told by one channel at one time."""

    person: User
    channel: str
    notices: Sequence[Notice]

    @property
    def message_id(self) -> str:
        """From the keys alone: a letter that goes out twice after a kill is recognised as the same."""
        keys = "\n".join(sorted(notice.key for notice in self.notices))
        digest = hashlib.sha256(f"{self.person.pk}\n{keys}".encode()).hexdigest()[:40]
        return f"<{digest}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}>"


class Outbox:
    """Sends letters, with one mail connection for all of them."""

    def __init__(self) -> None:
        self._mail: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_reason: object) -> None:
        if self._mail is not None:
            try:
                self._mail.close()
            except OSError:
                log.warning("mail_connection_lost_at_close")

    def send(self, letter: Letter) -> str:
        """Send it; returns what went wrong, empty if nothing."""
        try:
            with translation.override(letter.person.language), timezone.override(zone_named(letter.person.time_zone)):
                messages = in_words(letter.notices, letter.person.language)
                subject, body = _compose(messages)
            if letter.channel == MAIL:
                self._send_mail(letter, subject, body)
                return ""
            return _send_chat(letter, subject, body)
        except Exception as error:  # whatever a server answers, the other letters go out
            log.warning("letter_failed", channel=letter.channel, person=letter.person.pk, error=type(error).__name__)
            return f"{type(error).__name__}: {error}"

    def _send_mail(self, letter: Letter, subject: str, body: str) -> None:
        if self._mail is None:
            self._mail = get_connection()
        EmailMessage(
            subject=subject,
            body=body,
            to=[letter.person.email],
            headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
            connection=self._mail,
        ).send()


def _compose(messages: Sequence[Message]) -> tuple[str, str]:
    """Subject and text: one notice by itself, a burst as a list, each with the link to its very record."""
    first, *more = messages
    subject = first.subject
    if more:
        subject = ngettext("%(first)s, and %(n)d more notice", "%(first)s, and %(n)d more notices", len(more)) % {
            "first": first.subject,
            "n": len(more),
        }
    parts = [f"{message.sentence}\n{message.absolute_url}" for message in messages]
    tail = _("Your notices and channels: %(address)s") % {"address": f"{settings.SITE_URL}/notices/"}
    return subject, "\n\n".join([*parts, f"-- \n{tail}"])


def _send_chat(letter: Letter, subject: str, body: str) -> str:
    channel = CHANNELS_BY_CODE[letter.channel]
    subscription = Subscription.objects.filter(user=letter.person, channel=letter.channel, is_on=True).first()
    if subscription is None:
        return ""  # switched off meanwhile: nothing to send
    token = open_address(letter.person.pk, letter.channel, subscription.address)
    if token is None:
        return _("The stored token cannot be read any more. Please enter it again.")
    return send_to(channel, token, subject, body)


def allowed_plugin(channel: Channel, token: str) -> Any:
    """The apprise plugin for that token, or None unless it will reach the host of the channel's row alone."""
    import apprise

    asset = apprise.AppriseAsset(app_id="Governance", http_redirects=False, plugin_paths=[])
    plugin: Any = apprise.Apprise.instantiate(f"{channel.scheme}://{quote(token, safe='/')}", asset=asset)
    if plugin is None or plugin.redirects:
        return None
    address = plugin.webhook_url if hasattr(plugin, "webhook_url") else plugin.notify_url
    return plugin if urlsplit(str(address)).hostname == channel.host else None


def send_to(channel: Channel, token: str, subject: str, body: str) -> str:
    """Post to a chat webhook: only to the host of the channel's row, and no redirect is followed."""
    plugin = allowed_plugin(channel, token)
    if plugin is None:
        return _("The token does not lead to the host of this channel. Please enter the token of its webhook again.")
    return "" if plugin.notify(body=body, title=subject) else _("The chat service did not take the message.")
