"""Channels, states and patience of the notices as rows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from governance.refusals.exceptions import Sentence

MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Channel:
    """A way out of the house; chat channels name their apprise scheme and the only host they may reach."""

    code: str
    label: Sentence
    scheme: str = ""
    host: str = ""


CHANNELS = (
    Channel(MAIL, _("Mail")),
    Channel("wecom", _("WeCom"), "wecombot", "qyapi.weixin.qq.com"),
    Channel("dingtalk", _("DingTalk"), "dingtalk", "oapi.dingtalk.com"),
    Channel("feishu", _("Feishu"), "feishu", "open.feishu.cn"),
    Channel("slack", _("Slack"), "slack", "hooks.slack.com"),
)
CHANNELS_BY_CODE = {channel.code: channel for channel in CHANNELS}
CHAT_CHANNELS = tuple(channel for channel in CHANNELS if channel.scheme)

WAITING, SENT, FAILED, EXPIRED = "waiting", "sent", "failed", "expired"
STATES = (
    (WAITING, _("Waiting")),
    (SENT, _("Sent")),
    (FAILED, _("Failed")),
    (EXPIRED, _("Too old to send")),
)

MAX_ATTEMPTS = 5
LEASE_SECONDS = 120
# A worker lengthens its lease after so long; one letter takes EMAIL_TIMEOUT at most, which must fit in what is left.
RENEW_SECONDS = 40
# Seconds to wait after the first, second, third and fourth failure.
BACKOFF_SECONDS = (60, 300, 900, 3600)
BURST_SECONDS = 300
EXPIRES_AFTER_DAYS = 3
BATCH = 500
BADGE_CAP = 99
# Notices about these are many causes, not one.
ALONE = frozenset({"", "user"})

# (name, path of the task, seconds between two rings): what beat is to ring.
BEAT = (("deliver-notices", "governance.notices.tasks.deliver", 10),)
