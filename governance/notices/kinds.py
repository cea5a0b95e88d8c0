"""Ledger events and notices of the notices themselves."""

from django.utils.translation import gettext_lazy as _

from governance.ledger.events import register_events
from governance.notices.templates import register_notice

register_events({"channel.set": _("set a channel for notices"), "delivery.retried": _("sent failed notices again")})
register_notice(
    "delivery.failed",
    zh=(
        "通知未能送达：{channel}",
        "发给 {person} 的 {channel} 通知连续 {attempts} 次失败。请检查渠道设置，再在运行页重试。",
    ),
    en=(
        "A notice could not be delivered: {channel}",
        "The {channel} notice for {person} failed {attempts} times. Check the channel, then try again on the"
        " page Operations.",
    ),
)
