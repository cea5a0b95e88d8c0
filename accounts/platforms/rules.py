"""Platforms, account states and account rights as rows (K-4.1.1a, O-3.3.1, R-001). Pure."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.public import EVERYBODY, Machine, Sentence, State, Transition, register_machine, second_person

# Whoever holds it opens and manages the accounts of the company.
MANAGE = "governance.manage_accounts"

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
MARKETS = (("CN", _("Mainland China")), ("US", _("Overseas")))
LANGUAGES = (("zh-hans", _("Chinese")), ("en", _("English")))
PLATFORM_CHOICES = [(code, name) for code, name, _market in PLATFORMS]
PLATFORM_LABELS = dict(PLATFORM_CHOICES)

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


# Words of the addresses of this room, which are no handles.
RESERVED_HANDLES = frozenset({"new", "export", "papers", "verifications"})

# The kind of request by which an account is opened.
OPENING = "account_opening"

# A field in which the law asks for a qualification shown on the account.
REGULATED_FIELDS = (
    ("health", _("Health and medicine")),
    ("finance", _("Finance")),
    ("law", _("Law")),
    ("education", _("Education")),
)


def opened_by_its_request(account: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    """Opened by an agreed request alone, which somebody else than the applicant decides (R-003)."""
    if context.get("request") is None:
        return _(
            "An account is opened by its opening request. Please open the request; whoever is asked decides there."
        )
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
                EVERYBODY,
                "platform_account.opened",
                guards=(opened_by_its_request,),
            ),
            Transition(
                "drop",
                _("Drop the application"),
                ("applied",),
                "closed",
                MANAGE,
                "platform_account.dropped",
                needs_note=True,
            ),
            Transition(
                "suspend",
                _("Suspend the account"),
                ("active",),
                "suspended",
                MANAGE,
                "platform_account.suspended",
                needs_note=True,
                danger=True,
            ),
            Transition(
                "resume",
                _("Resume the account"),
                ("suspended",),
                "active",
                MANAGE,
                "platform_account.resumed",
                needs_note=True,
            ),
            Transition(
                "close",
                _("Close the account"),
                ("active", "suspended"),
                "closed",
                MANAGE,
                "platform_account.closed",
                needs_note=True,
                guards=(second_person(CLOSE_ACCOUNT),),
                danger=True,
            ),
        ),
    )
)
