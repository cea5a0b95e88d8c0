"""What closing an account does to its logins: shares and checkouts end, secrets are erased or kept for a reason."""

from __future__ import annotations

from accounts.custody.checkouts import end_checkout
from accounts.custody.models import Checkout, Credential, Share
from accounts.custody.services import lock_credential, retire_with_account
from accounts.custody.sweeping import end_share
from accounts.platforms.closing import Closing


def end_logins(closing: Closing) -> int:
    """End shares and checkouts of the account's logins, then retire the logins unless they are kept; how many."""
    for share in Share.objects.filter(credential__account=closing.account, ended_at=None).select_related("credential"):
        end_share(share, at=closing.at, actor=closing.actor)
    for checkout in Checkout.objects.out().filter(credential__account=closing.account).select_related("credential"):
        end_checkout(checkout, lock_credential(checkout.credential), actor=closing.actor, at=closing.at)
    if closing.keep_logins:
        return 0
    kept = list(Credential.objects.kept().filter(account=closing.account).order_by("pk"))
    for credential in kept:
        retire_with_account(credential, at=closing.at)
    return len(kept)
