"""Who stands beside the people of the house in the state machine: each holds a right, and lacks something else."""

from __future__ import annotations

from datetime import timedelta

from accounts.public import Department, PlatformAccount, Qualification, User
from content.conftest import NOW, House
from governance.public import bind_pack, grant_role, name_deputy
from tests.qualifying import qualify

DEPUTY_OF_ALL_RUNS = 99
# Who holds a right but lacks what else the signature asks: they press first, wherever everybody is tried.
BARRED = ("author", "stranger", "root", "outsider", "layman", "other_head", "stand_in")


def people_of(house: House) -> None:
    """Beside those of the house: who holds a right and still may not sign, each for another reason."""
    root = User.objects.create_superuser("root")
    ops = Department.objects.create(code="ops", name_zh="运营部", name_en="Operations")
    outsider, layman, head, deputy = (User.objects.create_user(name) for name in BARRED[3:])
    newcomer, second = User.objects.create_user("newcomer"), User.objects.create_user("second_author")
    for person, role in (
        (outsider, "first_reviewer"), (layman, "adviser"), (head, "department_head"), (deputy, "first_reviewer"),
        (newcomer, "first_reviewer"), (second, "author"),
        (house.author, "first_reviewer"), (house.first_reviewer, "final_reviewer"),
        # Who agrees to urgent reasons may write as well: the yes alone bars them.
        (house.manager, "author"), (house.department_head, "author"),
    ):  # fmt: skip
        grant_role(person, role, accounts=[house.account, house.weibo], actor=None)
    qualify(outsider, newcomer, deputy, house.author, by=house.manager)
    User.objects.filter(pk=head.pk).update(department=ops)
    User.objects.filter(username__in=["author", "second_author", "first_reviewer", "stand_in", "newcomer"]).update(
        department=house.unit
    )
    User.objects.filter(username="manager").update(superior=house.department_head)
    PlatformAccount.objects.filter(pk=house.weibo.pk).update(market="US")
    knowing = Qualification.objects.filter(person__in=[house.first_reviewer, deputy, house.author])
    knowing.update(markets=["CN", "US"])
    name_deputy(
        house.author, deputy, begins_at=NOW, ends_at=NOW + timedelta(days=9), kind="user", object_id=DEPUTY_OF_ALL_RUNS
    )  # fmt: skip
    bind_pack("overseas", account=house.weibo, actor=None, at=NOW - timedelta(days=90))
    house.people["root"] = root
