"""Platforms, account states and account rights as rows (K-4.1.1a, O-3.3.1, R-001)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.public import Machine, Sentence, State, Transition, register_machine, second_person

# code, name, home market, default calendar
PLATFORMS = (
    ("douyin", _("Douyin"), "CN"),
    ("kuaishou", _("Kuaishou"), "CN"),
    ("wechat", _("WeChat official account"), "CN"),
    ("weibo", _("Weibo"), "CN"),
    ("toutiao", _("Toutiao"), "CN"),
    ("xiaohongshu", _("Xiaohongshu"), "CN"),
    ("website", _("Website"), "CN"),
    ("youtube", _("YouTube"), "US"),
    ("facebook", _("Facebook"), "US"),
    ("instagram", _("Instagram"), "US"),
    ("x", _("X"), "US"),
    ("tiktok", _("TikTok"), "US"),
    ("linkedin", _("LinkedIn"), "US"),
)
PLATFORM_CHOICES = [(code, name) for code, name, _market in PLATFORMS]

# Rights on one account; each is a guardian object permission of that account.
ACCOUNT_PERMISSIONS = (
    ("draft", _("Write drafts for this account")),
    ("review_first", _("Sign first reviews for this account")),
    ("review_final", _("Sign final reviews for this account")),
    ("publish", _("Publish on this account")),
    ("reply", _("Answer messages of this account")),
    ("view_metrics", _("See the figures of this account")),
    ("manage", _("Manage this account")),
    ("custody", _("Keep the login of this account")),
)


def _applied_by_somebody_else(account: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    if account.applied_by_id == actor.pk:
        return _("You applied for this account yourself. Please ask somebody else to open it.")
    return None


# The step that a second person agrees to first; the act of that code stands in acts.py.
CLOSE_ACCOUNT = "account_close"

# The life of an account, from applied for to closed.
ACCOUNT_LIFE = register_machine(
    Machine(
        code="platform_account",
        model="accounts.PlatformAccount",
        label=_("Platform account"),
        states=(
            State("applied", _("Applied for"), "neutral", "clock"),
            State("active", _("Active"), "good", "check"),
            State("suspended", _("Suspended"), "warn", "pause"),
            State("closed", _("Closed"), "neutral", "stop"),
        ),
        transitions=(
            Transition(
                "open",
                _("Open the account"),
                ("applied",),
                "active",
                "governance.manage_accounts",
                "platform_account.opened",
                guards=(_applied_by_somebody_else,),
                main=True,
            ),
            Transition(
                "suspend",
                _("Suspend the account"),
                ("active",),
                "suspended",
                "governance.manage_accounts",
                "platform_account.suspended",
                needs_note=True,
                danger=True,
            ),
            Transition(
                "resume",
                _("Resume the account"),
                ("suspended",),
                "active",
                "governance.manage_accounts",
                "platform_account.resumed",
                needs_note=True,
            ),
            Transition(
                "close",
                _("Close the account"),
                ("active", "suspended"),
                "closed",
                "governance.manage_accounts",
                "platform_account.closed",
                needs_note=True,
                guards=(second_person(CLOSE_ACCOUNT),),
                danger=True,
            ),
        ),
    )
)
