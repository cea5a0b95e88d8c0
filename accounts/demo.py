"""The demo company's departments, about sixty people, thirteen accounts and who may do what on them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from accounts.accreditations.demonstration import fill_accreditations
from accounts.attestations import demonstration as attestations
from accounts.custody.demonstration import fill_custody
from accounts.grants.demonstration import fill_changes, fill_rights, found
from accounts.groups.demonstration import fill_groups
from accounts.incidents.demonstration import fill_incidents
from accounts.leave.demonstration import fill_leaves
from accounts.leaving.demonstration import fill_leavings
from accounts.opening.demonstration import fill_openings
from accounts.people.services import add_department, add_person, change_department
from accounts.posts.demonstration import fill_posts
from accounts.qualifications.demonstration import fill_qualifications
from accounts.recertification.demonstration import fill_reviews
from accounts.upkeep import demonstration as upkeep
from accounts.verification.demonstration import PROOF, fill_verifications
from governance.public import (
    DEMO_ACCOUNTS,
    DEMO_COLLEAGUES,
    DEMO_DEPARTMENTS,
    DEMO_FAMILY_NAMES,
    DEMO_FILL,
    DEMO_GIVEN_NAMES,
    DEMO_HEADS,
    DEMO_LOGINS,
    DEMO_PASSWORD,
    DemoCompany,
    DemoPerson,
    PolicyVersion,
    bind_pack,
    fill_sensitive,
    name_interpreter,
    propose_change,
    review_policy,
    sign_policy,
    sweep_duties,
)


def fill(company: DemoCompany) -> None:
    """People first, then accounts, then rights; all dated on the company's first morning."""
    _departments(company)
    _people(company)
    for code, username in DEMO_HEADS.items():
        change_department(
            company.departments[code],
            actor=company.people["admin"],
            at=company.at(company.since, 8, 30),
            head=company.people[username],
        )
    found(company)
    _accounts(company)
    _rule_books(company)
    fill_rights(company)
    fill_verifications(company)
    fill_leaves(company)
    fill_custody(company)
    fill_changes(company)
    fill_posts(company)
    fill_groups(company)
    fill_qualifications(company)
    fill_accreditations(company, PROOF)
    fill_sensitive(company)
    fill_reviews(company)
    fill_incidents(company)
    _duties(company)
    fill_leavings(company)


def _departments(company: DemoCompany) -> None:
    at = company.at(company.since, 8)
    for code, name_zh, name_en, parent in DEMO_DEPARTMENTS:
        company.departments[code] = add_department(
            actor=None, at=at, code=code, name_zh=name_zh, name_en=name_en,
            parent=company.departments[parent] if parent else None,
        )  # fmt: skip


def _colleagues(company: DemoCompany) -> Iterator[DemoPerson]:
    """The people who fill the departments, named by dice."""
    dice = company.dice("names")
    for department, count in DEMO_FILL.items():
        for number in range(1, count + 1):
            name = dice.choice(DEMO_FAMILY_NAMES) + dice.choice(DEMO_GIVEN_NAMES)
            yield DemoPerson(f"{department}_{number}", name, department, "职员 / Staff", DEMO_HEADS[department])


def _people(company: DemoCompany) -> None:
    rows = [*DEMO_LOGINS, *DEMO_COLLEAGUES, *_colleagues(company)]
    at = company.at(company.since, 8, 10)
    for number, row in enumerate(rows, start=1):
        company.people[row.username] = add_person(
            actor=None,
            at=at,
            username=row.username,
            password=DEMO_PASSWORD if row.login else None,
            display_name=row.name,
            email=f"{row.username}@anhe-health.example",
            employee_number=f"AH{number:04d}",
            department=company.departments[row.department],
            superior=company.people.get(row.superior or ""),
            post=row.post,
            joined_on=company.since,
            is_staff=row.username == "admin",
            is_superuser=row.username == "admin",
        )


def _accounts(company: DemoCompany) -> None:
    """The manager applies for every account, the executive agrees; the rule books come with the yes (R-003)."""
    fill_openings(company)


def _rule_books(company: DemoCompany) -> None:
    """The rule books bind the accounts and every department; nearly everybody reads and signs in the first week."""
    admin, at = company.people["admin"], company.at(company.since, 9)
    bound: dict[str, set[str]] = {code: {"self_media"} for code in company.departments}
    for row in DEMO_ACCOUNTS:
        for pack in row.packs:
            bound[row.department].add(pack)
            bound["service"].add(pack)
    for code, packs in bound.items():
        for pack in sorted(packs):
            bind_pack(pack, department=company.departments[code], actor=admin, at=at)
    _signatures(company)
    _interpreters(company)


def _interpreters(company: DemoCompany) -> None:
    """Who explains each rule book, its yearly review, and a change that waits for the second manager (R-126)."""
    admin, manager = company.people["admin"], company.people["manager"]
    reviewed = max(company.since, company.until - timedelta(days=75))
    for version in PolicyVersion.objects.in_force(company.since).select_related("policy"):
        pack = version.policy
        name_interpreter(pack, user=manager, actor=admin, at=company.at(company.since, 9, 30))
        review_policy(
            pack, conclusion="与现行法规和平台规则一致，继续执行。 / In line with law and platform rules; it stays.",
            actor=manager, at=company.at(reviewed, 15),
        )  # fmt: skip
    propose_change(
        "self_media", values={"opinion.interval": 60}, effective_from=company.until + timedelta(days=30),
        reason="征集意见的间隔过长，客户反馈到计划偏晚。 / Opinions reached the plans too late.", actor=manager,
        at=company.now,
    )  # fmt: skip


def _signatures(company: DemoCompany) -> None:
    dice = company.dice("signatures")
    versions = list(PolicyVersion.objects.in_force(company.since))
    with_roles = {row.username for row in (*DEMO_LOGINS, *DEMO_COLLEAGUES)}
    late = set(dice.sample(sorted(company.people.keys() - with_roles), 2))
    for username, person in company.people.items():
        day = company.since + timedelta(days=dice.randrange(1, 6))
        for version in versions if username not in late else ():
            sign_policy(version, actor=person, at=company.at(day, 9, dice.randrange(60)))


def _duties(company: DemoCompany) -> None:
    """Time after time: what is due opens, and most of it is done and written down within days."""
    for day in sorted(upkeep.ROUNDS | attestations.ROUNDS, reverse=True):
        sweep_duties(company.at(company.until - timedelta(days=day), 8))
        upkeep.do_upkeep(company, day)
        attestations.give_statements(company, day)
    sweep_duties(company.now)
    upkeep.pass_around(company)
