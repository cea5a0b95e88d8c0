"""What is still to do stands on the page of somebody who joined, and goes when all is done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Department, PlatformAccount, Post, User
from accounts.people.joining import steps_of
from accounts.posts.services import accept_sheet, appoint_to_post, list_posts, write_sheet
from accounts.qualifications.services import appoint_reviewer
from governance.public import PolicyVersion, bind_pack, grant_role, sign_policy, today

pytestmark = pytest.mark.django_db


def test_each_step_is_ticked_by_what_was_done(first_rows: None, client: Client) -> None:
    now = timezone.now()
    admin = User.objects.create_user("admin")
    grant_role(admin, "admin", actor=None)
    admin = User.objects.get(pk=admin.pk)
    unit = Department.objects.create(code="unit", name_zh="一部", name_en="Unit")
    account = PlatformAccount.objects.create(handle="a", platform="weibo", name_zh="号", name_en="A", status="active")
    bind_pack("douyin", account=account, actor=None, at=now - timedelta(days=90))
    lin = User.objects.create_user("lin")
    list_posts()

    def done() -> list[bool]:
        return [step.done for step in steps_of(User.objects.get(pk=lin.pk), timezone.now())]

    # Without a role no rule book binds yet.
    assert done() == [False, False, False, True, False]
    client.force_login(admin)
    assert "/roles/" in client.get(f"/people/{lin.pk}/").content.decode()
    lin.department, lin.superior = unit, admin
    lin.set_password("quite a long pass phrase 9")
    lin.save()
    grant_role(lin, "first_reviewer", accounts=[account], actor=None)
    assert done() == [True, True, True, False, False, False]
    sign_policy(PolicyVersion.objects.in_force(today(now)).get(policy__code="douyin"), actor=lin)
    post = Post.objects.get(policy__code="douyin", code="reviewer")
    write_sheet(post, actor=admin, text_zh="审核。", text_en="Reviews.")
    holding = appoint_to_post(post, actor=admin, person=lin)
    assert done() == [True, True, True, True, True, False, False]
    accept_sheet(holding, actor=lin)
    day = timezone.localdate()
    appoint_reviewer(lin, actor=admin, training="Review", trained_on=day, tested_on=day, score=90, proof="7")
    assert done() == []
    User.objects.filter(pk=lin.pk).update(date_joined=now - timedelta(days=400), superior=None)
    write_sheet(post, actor=admin, text_zh="审核，并记录。", text_en="Reviews and records.")
    assert done() == [True, False, True]


def test_only_the_person_and_who_manages_people_see_it(first_rows: None, client: Client) -> None:
    lin, stranger = User.objects.create_user("lin"), User.objects.create_user("stranger")
    for reader, seen in ((lin, True), (stranger, False)):
        client.force_login(reader)
        assert ("status tone-warn" in client.get(f"/people/{lin.pk}/").content.decode()) is seen
