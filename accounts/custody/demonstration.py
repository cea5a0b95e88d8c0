"""The demo company's logins: kept by its publisher, changed in time, one taken out in an emergency and reviewed."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.custody.checkouts import break_glass, give_back, review_break_glass, take_out
from accounts.custody.models import Credential
from accounts.custody.reveals import ask_reveal, show_secret
from accounts.custody.rules import API_TOKEN, PASSWORD, RETIRE, TOTP_SEED
from accounts.custody.services import add_credential, retire, rotate_secret
from governance.public import DemoCompany, ask_act, decide_approval

# Days before the last one on which a secret was set, by the home market of the account (60 or 90 days apart at most).
CHANGES = {"CN": (92, 20), "US": (110, 55)}
EMERGENCY, EMERGENCY_AGO = "weibo-main", 12
# An access token that an interface used, and when it was taken out of use.
INTERFACE, INTERFACE_SINCE, INTERFACE_AGO = "youtube-main", 50, 9
MAILS = "anhe-health.example"
SYMBOLS = "+=:~"
LETTERS, DIGITS = "bcdfghjkmnpqrstvwxz", "23456789"


def fill_custody(company: DemoCompany) -> None:
    """A login for every account; whoever keeps it takes it out once and sees it."""
    for account in company.accounts.values():
        first, *later = CHANGES[account.market]
        at = _days_ago(company, first)
        secret = _secret(company, account.handle, first)
        credential = add_credential(
            actor=company.people["manager"], account=account, kind=PASSWORD, login=f"{account.handle}@{MAILS}",
            custodian=company.people["publisher"], secret=secret, confirmed_at=at, at=at,
        )  # fmt: skip
        for days in later:
            _change(company, credential, days)
        _used(company, credential, later[-1])
    _emergency(company)
    _retired(company)
    seed = "".join(company.dice("seed").choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") for _place in range(32))
    at = _days_ago(company, 100)
    add_credential(
        actor=company.people["manager"], account=company.accounts["weibo-main"], kind=TOTP_SEED,
        login=f"weibo-main@{MAILS}", custodian=company.people["publisher"], secret=seed, confirmed_at=at, at=at,
    )  # fmt: skip


def _emergency(company: DemoCompany) -> None:
    """One evening the custodian could not be reached: the manager broke the glass, the custodian reviewed it."""
    manager, custodian, at = company.people["manager"], company.people["publisher"], _days_ago(company, EMERGENCY_AGO)
    credential = Credential.objects.get(account=company.accounts[EMERGENCY], kind=PASSWORD)
    reason = "保管人联系不上，平台要求当晚确认登录 / The platform wanted a login confirmed, the custodian was away"
    checkout = break_glass(credential, actor=manager, reason=reason, confirmed_at=at, at=at)
    _reveal, token = ask_reveal(checkout, actor=manager, confirmed_at=at, at=at)
    show_secret(token, actor=manager, at=at)
    give_back(checkout, actor=manager, at=at + timedelta(hours=1))
    review_break_glass(checkout, actor=custodian, at=at + timedelta(hours=15))
    _change(company, credential, EMERGENCY_AGO - 1)


def _retired(company: DemoCompany) -> None:
    """The token of an interface was no longer needed: one manager asked, the other agreed, it was retired."""
    manager, since, at = (
        company.people["manager"],
        _days_ago(company, INTERFACE_SINCE),
        _days_ago(company, INTERFACE_AGO),
    )
    credential = add_credential(
        actor=manager, account=company.accounts[INTERFACE], kind=API_TOKEN, login=f"figures@{MAILS}",
        custodian=company.people["publisher"], secret=_secret(company, "token", INTERFACE_SINCE) * 2,
        confirmed_at=since, at=since,
    )  # fmt: skip
    reason = "数据改由平台后台导出，接口停用 / Figures come by export now, the interface ends"
    operation = ask_act(RETIRE, actor=manager, target=credential, reason=reason, at=at)
    if operation.request is not None:
        decide_approval(
            operation.request, actor=company.people["overseas_head"], agree=True, at=at + timedelta(hours=1)
        )
    retire(credential, actor=manager, note=reason, at=at + timedelta(hours=2))


def _used(company: DemoCompany, credential: Credential, days: int) -> None:
    """The custodian takes the login out, sees it once and gives it back."""
    custodian, at = company.people["publisher"], _days_ago(company, days) + timedelta(hours=2)
    checkout = take_out(credential, actor=custodian, reason="绑定新设备 / A new device", at=at)
    _reveal, token = ask_reveal(checkout, actor=custodian, confirmed_at=at, at=at)
    show_secret(token, actor=custodian, at=at)
    give_back(checkout, actor=custodian, at=at + timedelta(hours=1))


def _change(company: DemoCompany, credential: Credential, days: int) -> None:
    change_login(company, credential, days, _days_ago(company, days))


def change_login(company: DemoCompany, credential: Credential, days: int, at: datetime) -> None:
    """The custodian sets a new secret at that moment; `days` are those of the dice."""
    secret = _secret(company, credential.login, days)
    rotate_secret(credential, actor=company.people["publisher"], secret=secret, confirmed_at=at, at=at)


def _secret(company: DemoCompany, handle: str, days: int) -> str:
    """Strong and by dice; nobody logs in with it anywhere."""
    dice = company.dice(f"secret:{handle}:{days}")
    parts = ["".join(dice.choice(LETTERS) for _place in range(5)) for _part in range(3)]
    return dice.choice(SYMBOLS).join([*parts, "".join(dice.choice(DIGITS) for _place in range(3))])


def _days_ago(company: DemoCompany, days: int) -> datetime:
    return company.at(company.until - timedelta(days=days), 10)
