"""What the demo company does after release: corrects a few posts, withdraws one, counts its periods."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from content.corrections.carrying_out import carry_out_correction
from content.corrections.services import ask_correction
from content.corrections.signatures import why_no_agreement
from content.corrections.workflow import ASKED
from content.publishing.acts import PUBLICATION_WITHDRAW
from content.publishing.models import Publication
from content.publishing.withdrawing import withdraw_publication
from content.rhythm.services import count_periods
from governance.public import ask_act, decide_approval

if TYPE_CHECKING:
    from content.corrections.models import Correction
    from governance.public import ApprovalRequest, DemoCompany

# How long ago each was noticed, what was wrong, what is added, and how far the correction got.
CORRECTIONS = (
    (timedelta(days=12), "活动时间写早了一小时，读者到场后才发现。", "（更正：时间以店铺公告为准。）", "done"),
    (timedelta(days=6), "数量写错了，客服同事收到三次询问。", "（更正：数量以订单页为准。）", "done"),
    (timedelta(hours=30), "地址少写了楼层。", "（补充：在二楼。）", "agreed"),
    (timedelta(hours=3), "图注与正文说法不一致。", "（更正：以正文为准。）", "asked"),
)
NOTICED = ("一位读者在评论区指出", "客服同事", "发布人回看时发现", "质量部同事")
WITHDRAWN = timedelta(days=9)
BETWEEN = timedelta(minutes=5)
COUNTED = timedelta(days=62)


def after_release(company: DemoCompany) -> None:
    """A few corrections in every state, a withdrawal with its proof, and the periods of the last weeks counted."""
    account = next(row for row in company.accounts.values() if row.market == "CN")
    posts = list(Publication.objects.filter(account=account).live().order_by("-published_at")[:60])
    for (ago, wrong, added, state), noticed in zip(CORRECTIONS, NOTICED, strict=True):
        at = company.now - ago
        post = next((row for row in posts if row.published_at + timedelta(hours=2) < at), None)
        if post is not None:
            posts.remove(post)
            _correct(post, wrong, added, noticed, state, at)
    _withdraw(posts, company.now - WITHDRAWN)
    count_periods(company.now, since=company.now - COUNTED)


def _shot(name: str) -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (320, 180), (236, 240, 244)).save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue())


def _agree(row: Correction, at: datetime) -> datetime:
    """Everybody whose signature such a post needs says yes, one a few minutes after the other; when the last did."""
    while row.status == ASKED and row.request is not None:
        request = row.request
        people = [found.person for found in request.deciders.select_related("person")]
        person = next(person for person in people if why_no_agreement(row, request, person, at) is None)
        decide_approval(request, actor=person, agree=True, note="", reauthenticated_at=at, at=at)
        row.refresh_from_db()
        at += BETWEEN
    return at


def _agree_to_withdrawal(request: ApprovalRequest, post: Publication, at: datetime) -> None:
    """Somebody who is asked, and did not write the post, says yes."""
    people = (row.person for row in request.deciders.select_related("person"))
    person = next(person for person in people if not post.draft.wrote(person.pk))
    decide_approval(request, actor=person, agree=True, note="", at=at)


def _correct(post: Publication, wrong: str, added: str, noticed: str, state: str, at: datetime) -> None:
    text = f"{post.published_text or post.version.body}{added}"
    row = ask_correction(post, actor=post.publisher, wrong=wrong, corrected_text=text, noticed_by=noticed, at=at)
    if state == "asked":
        return
    agreed_at = _agree(row, at + timedelta(minutes=10))
    if state == "done":
        carry_out_correction(
            row, actor=post.publisher, url=post.url, published_text=text, proof=_shot("corrected.png"),
            at=agreed_at + timedelta(minutes=25),
        )  # fmt: skip


def _withdraw(posts: list[Publication], at: datetime) -> None:
    post = next((row for row in posts if row.published_at + timedelta(hours=2) < at), None)
    if post is None:
        return
    operation = ask_act(
        PUBLICATION_WITHDRAW.code, actor=post.publisher, target=post, reason="活动临时取消，内容会误导读者。", at=at
    )
    agreed_at = at + timedelta(minutes=15)
    if operation.request is not None:
        _agree_to_withdrawal(operation.request, post, agreed_at)
    withdraw_publication(
        post, actor=post.publisher, reason="活动临时取消，内容会误导读者。", proof=_shot("gone.png"),
        at=agreed_at + timedelta(minutes=10),
    )  # fmt: skip
