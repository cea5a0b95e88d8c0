"""Kinds, ledger events, notices and the sweep of posts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

import accounts.posts.leaving  # noqa: F401 - registers what passes on
from accounts.posts.services import sweep_posts
from governance.public import register_events, register_kind, register_notice, register_sweeper

register_kind("post", model="accounts.Post", label=_("post of a rule book"), url="accounts:post_detail")
register_events(
    {
        "post.listed": _("took a post of a rule book into the list"),
        "post.delisted": _("took a post off the list, as its rule book did"),
        "post.sheet_written": _("wrote a duty sheet"),
        "post.appointed": _("appointed somebody to a post"),
        "post.sheet_accepted": _("accepted a duty sheet"),
        "post.ended": _("ended the holding of a post"),
    }
)
register_notice(
    "post.appointed",
    zh=("您已被任命：{record}", "{who}任命您担任“{record}”。请阅读岗位职责说明，并由您本人确认接受。"),
    en=("You were appointed: {record}", "{who} gave you the post “{record}”. Read its duty sheet and accept it."),
)
register_notice(
    "post.sheet",
    zh=("岗位职责有新版本：{record}", "“{record}”的职责说明已有第{number}版，请阅读并重新确认接受。"),
    en=(
        "A new duty sheet: {record}",
        "Version {number} of the duty sheet of “{record}” is there. Read and accept it.",
    ),
)
register_notice(
    "post.over",
    zh=("任期已满：{record}", "{name}担任“{record}”的任期已满。请续任或另任命他人。"),
    en=("A term is over: {record}", "The term of {name} as “{record}” is over. Appoint them again or somebody else."),
)
register_sweeper("posts", sweep_posts)
