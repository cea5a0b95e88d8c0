"""The address of a post: a web address without a login in it, on a host of its account's platform (R-040)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from content.publishing.rules import POST_HOSTS, URL_LIMIT
from governance.public import Refused, clean_text

if TYPE_CHECKING:
    from accounts.public import PlatformAccount

# Browsers take other characters, a backslash above all, for the end of the host.
HOST = re.compile(r"[\w.:-]+")


class ForeignHost(Refused):
    """The address leads elsewhere than to the account's platform; whoever records it must say that it is meant."""


def checked_url(url: str) -> str:
    """The address of a post, brought into shape; Refused where it is none, or holds a login name or a password."""
    clean = clean_text(url, field="url", limit=URL_LIMIT, one_line=True)
    try:
        parts = urlsplit(clean)
        known = parts.scheme in ("http", "https") and HOST.fullmatch(parts.hostname or "") and (parts.port or 1)
    except ValueError:  # a bracket left open, a port beyond all ports
        known = False
    if not known:
        raise Refused(_("This is no web address. Copy it from the published post."), field="url")
    if "@" in parts.netloc:
        raise Refused(_("This address holds a login name or a password. Copy it without them."), field="url")
    return clean


def host_of(address: str) -> str:
    """The host of an address in small letters, without `www.`; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".").removeprefix("www.")
    except ValueError:
        return ""


def foreign_host(account: PlatformAccount, address: str) -> str:
    """The host of the address where it is none of the account's platform nor of its own page, else nothing.

    Of a platform without known hosts, and an account without a page, nothing is foreign.
    """
    known = {*POST_HOSTS.get(account.platform, ()), host_of(account.url)} - {""}
    host = host_of(address)
    at_home = not known or any(host == own or host.endswith(f".{own}") for own in known)
    return "" if at_home else host


def require_own_host(account: PlatformAccount, address: str) -> None:
    """Raise ForeignHost, naming the host, where the address leads elsewhere than to the account's platform."""
    host = foreign_host(account, address)
    if host:
        raise ForeignHost(
            _("%(host)s does not belong to %(platform)s. Copy the address from the post, or confirm that it is right.")
            % {"host": host, "platform": account.get_platform_display()},
            field="url",
        )
