"""One small company for the matrix: everybody works on `home`, others on `far`, and both have every kind of record."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.attestations.rules import UNDERTAKEN, UNDERTAKING
from accounts.custody.checkouts import take_out
from accounts.custody.models import Share
from accounts.custody.services import add_credential
from accounts.directory.models import DirectoryRun
from accounts.incidents.measures import name_measure
from accounts.incidents.services import report_incident
from accounts.incidents.steps import finish_step
from accounts.models import AccountRegistration
from accounts.papers.services import keep_paper, store_paper
from accounts.platforms.tests.factory import pdf
from accounts.posts.models import Post
from accounts.posts.services import list_posts
from accounts.public import (
    Accreditation,
    Department,
    PlatformAccount,
    Qualification,
    User,
    appoint_to_post,
    ask_leave,
    leave_company,
    name_member,
    write_sheet,
)
from accounts.recertification.services import open_round
from accounts.upkeep.rules import PROFILE, PROFILE_CHECK
from accounts.verification.services import apply_verification
from analytics.seeds import seed as seed_figures
from content.calendar_feed.services import make_feed, note_read
from content.comments.services import open_thread
from content.conftest import House
from content.drafts.models import LintFinding
from content.licences.tests.licensing import licensed_by
from content.media.models import MediaAsset, MediaUpload
from content.review.models import LateReview
from governance.board.models import Finding, ProbeRun
from governance.board.services import ask_acceptance
from governance.ledger.models import LedgerEntry
from governance.lists.services import save_filter
from governance.notices.models import Notice
from governance.policies.models import LegalRule, Policy, Requirement
from governance.policies.services import bind_pack, propose_change
from governance.public import ROLES, Duty, ask_operation, carry_out, decide_approval, file_duty, grant_role
from governance.seeds import seed
from governance.sensitive.tests.test_carry_out import picture
from tests.access.rows import ROLE_CODES
from tests.access.tables import counts, fingerprints
from tests.qualifying import accredit, qualify

# Reads everything or runs the site: no rights on an account of their own.
WITHOUT_ACCOUNTS = ("auditor", "admin", "stranger")


@dataclass
class World:
    """The people by role, and for each builder's name the arguments of an address: at home, and far away.

    And what the tables held when all was built: every test begins with that.
    """

    people: dict[str, User]
    clients: dict[str, Client]
    home: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    far: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    prints: dict[str, str] = field(default_factory=dict)
    counts: dict[str, tuple[int, Any]] = field(default_factory=dict)


def build() -> World:
    """Through the services, as people would."""
    seed()
    seed_figures()
    unit = Department.objects.create(code="rnd", name_zh="研发部", name_en="Research")
    other_unit = Department.objects.create(code="abroad", name_zh="海外部", name_en="Overseas")
    people = _people("", unit, _account("home"))
    others = _people("far_", other_unit, _account("far"))
    unit.refresh_from_db()
    other_unit.refresh_from_db()
    clients = {role: Client(raise_request_exception=False) for role in (*ROLE_CODES, "anonymous")}
    for role in ROLE_CODES:
        clients[role].force_login(people[role])
    world = World(people, clients)
    world.home = _records(House(people, _get("home"), _get("home"), unit), people, unit)
    world.far = _records(House(others, _get("far"), _get("far"), other_unit), others, other_unit)
    world.home |= _company_records(people)
    world.prints, world.counts = fingerprints(), counts()
    return world


def _get(handle: str) -> PlatformAccount:
    return PlatformAccount.objects.get(handle=handle)


def _account(handle: str) -> PlatformAccount:
    account = PlatformAccount.objects.create(
        handle=handle, platform="douyin", name_zh=f"{handle}号", name_en=handle, status="active"
    )
    bind_pack("douyin", account=account, actor=None, at=timezone.now() - timedelta(days=365))
    return account


def _people(prefix: str, unit: Department, account: PlatformAccount) -> dict[str, User]:
    people = {}
    for role in (row.code for row in ROLES):
        person = User.objects.create_user(f"{prefix}{role}", department=unit, is_staff=False)
        on = [] if role in WITHOUT_ACCOUNTS else [account]
        grant_role(person, role, accounts=on, actor=None)
        people[role] = person
    people["stranger"] = User.objects.create_user(f"{prefix}stranger")
    qualify(people["first_reviewer"], people["final_reviewer"], by=people["manager"])
    accredit(people["adviser"], by=people["manager"])
    people["agent"].superior = people["supervisor"]
    people["agent"].save()
    Department.objects.filter(pk=unit.pk).update(head=people["department_head"])
    return {role: User.objects.get(pk=person.pk) for role, person in people.items()}


def _records(house: House, people: dict[str, User], unit: Department) -> dict[str, tuple[Any, ...]]:
    """One of each record that belongs to an account, as the arguments of its address."""
    from tests.access.campaigns import campaign_records
    from tests.access.materials import material_records
    from tests.access.releasing import releasing_records
    from tests.access.upper import answering_records, measuring_records

    written, waiting, planned = house.draft(), house.submitted(), house.draft()
    approved, publication = house.approved(), house.published()
    assert waiting.current_version is not None
    finding = LintFinding.objects.create(
        version=waiting.current_version, account=house.account, rule="matrix", severity="warn", start=0, end=1,
        message_zh="请看", message_en="Look.",
    )  # fmt: skip
    late = LateReview.objects.create(
        publication=publication, draft=publication.draft, account=house.account, opened_at=timezone.now(),
        due_at=timezone.now(), criteria=["truth"],
    )  # fmt: skip
    thread = open_thread(waiting, actor=people["first_reviewer"], text="Why?")
    picture, film, licence = house.picture(), house.picture(), licensed_by(house)
    # A picture stands in for a video: what is asked here is who gets at it.
    MediaAsset.objects.filter(pk=film.pk).update(
        kind="video", mime="video/mp4", cover=film.thumbnail.name, duration_ms=1000
    )
    upload = MediaUpload.objects.create(
        account=house.account, mime="video/mp4", shown_name="a.mp4", size=1, uploaded_by=people["author"],
        uploaded_at=timezone.now(), status="refused", sentence="Cut off.",
    )  # fmt: skip
    first_day = timezone.localdate() + timedelta(days=30)
    leave = ask_leave(
        actor=people["agent"], first_day=first_day, last_day=first_day, deputy=people["publisher"], reason="年假"
    )
    return {
        "account": (house.account.handle,),
        "person": (people["author"].pk,),
        "grant": (people["author"].grants.get().pk,),
        "department": (unit.pk,),
        "leave": (leave.pk,),
        "approval": (leave.request_id,),
        "departure": (_departure(people, unit),),
        "plan": (planned.plan_item_id,),
        "draft": (written.pk,),
        "submitted": (waiting.pk,),
        "approved": (approved.pk,),
        "urgent": (house.draft(urgent_reason="Today only", plan_item=None).pk,),
        "versions": (waiting.pk, 1, 1),
        "media": (picture.pk,),
        "film": (film.pk,),
        "media_upload": (upload.pk,),
        "licence": (licence.pk,),
        "licence_term": (licence.terms.get().pk,),
        "slot": (house.slot(waiting, "first").pk,),
        "late_review": (late.pk,),
        "thread": (thread.pk,),
        "thread_resolve": (thread.pk, "resolve"),
        "finding": (finding.pk,),
        "publication": (publication.pk,),
        "checkpoint": (publication.checkpoints.all()[0].pk,),
        **_custody_records(house, people),
        **_sensitive_records(house, people, publication),
        "recertification_round": (open_round(house.account, actor=None).pk,),
        **_incident_records(house, people),
        **_account_records(house, people),
        **_duty_records(house, people),
        **releasing_records(house, approved, publication),
        **campaign_records(house, people),
        **material_records(house, people, unit),
        **answering_records(house, people, unit),
        **measuring_records(house, people, unit),
    }


def _account_records(house: House, people: dict[str, User]) -> dict[str, tuple[Any, ...]]:
    """What hangs on the account: its registration, an application for verification, a paper, a rule book."""
    account, manager = house.account, people["manager"]
    AccountRegistration.objects.create(
        account=account, need="A channel", name_basis="official", entity="Company", number_kind="other",
        number="HRB 1", responsible=manager, phone="010-55550100", mail="a@company.example",
        recovery="b@company.example",
    )  # fmt: skip
    verification = apply_verification(account, actor=manager, kind="enterprise")
    paper = keep_paper(
        account, store_paper(pdf()), kind="opening", actor=manager, at=timezone.now()
    )  # fmt: skip
    binding = account.pack_bindings.get()
    return {
        "verification": (verification.pk,), "paper": (paper.pk,), "account_binding": (account.handle, binding.pk),
    }  # fmt: skip


def _custody_records(house: House, people: dict[str, User]) -> dict[str, tuple[Any, ...]]:
    """A login that its custodian has in hand and shares with the publisher."""
    now = timezone.now()
    credential = add_credential(
        actor=people["manager"], account=house.account, kind="password", login="company",
        custodian=people["custodian"], secret="Regal9:mango=Fjord-biene", confirmed_at=now, at=now,
    )  # fmt: skip
    share = Share.objects.create(
        credential=credential, person=people["publisher"], approval_id=credential.pk, safeguards=["no_copy"],
        starts_at=now, until=now + timedelta(days=2),
    )  # fmt: skip
    checkout = take_out(credential, actor=people["custodian"], reason="A test of the matrix", at=now)
    return {"credential": (credential.pk,), "share": (share.pk,), "checkout": (checkout.pk,)}


def _sensitive_records(house: House, people: dict[str, User], publication: Any) -> dict[str, tuple[Any, ...]]:
    """What the publisher asked for: one that waits, and one done in a hurry, with a picture, to be reviewed."""
    waiting, hurried = (
        ask_operation(
            "delete_post", actor=people["publisher"], account=house.account, title=title, what="Hide it",
            reason="A test of the matrix", at_once=at_once,
        )
        for title, at_once in (("waits", False), ("hurried", True))
    )  # fmt: skip
    assert hurried.request is not None
    decide_approval(hurried.request, actor=people["first_reviewer"], agree=True)
    hurried.refresh_from_db()
    carry_out(hurried, actor=people["publisher"], picture=picture())
    return {
        "sensitive": (waiting.pk,),
        "sensitive_hurried": (hurried.pk,),
        "sensitive_act": ("publication_withdraw", publication.pk),
    }


def _incident_records(house: House, people: dict[str, User]) -> dict[str, tuple[Any, ...]]:
    """An incident that the author reported and the manager owns; of a kind that leaves publishing and logins alone."""
    incident = report_incident(
        actor=people["author"], account=house.account, kind="impersonation", happened="A copy of the account."
    )
    evidence, open_step = incident.steps.get(code="evidence"), incident.steps.get(code="takedown")
    finish_step(evidence, actor=people["manager"], proofs=[pdf("copy.pdf")])
    measure = name_measure(
        incident, actor=people["manager"], text="Search for copies", owner=people["manager"],
        due_on=timezone.localdate() + timedelta(days=7),
    )  # fmt: skip
    return {
        "incident": (incident.pk,),
        "incident_step": (open_step.pk,),
        "incident_proof": (evidence.proofs.get().pk,),
        "measure": (measure.pk,),
    }


def _departure(people: dict[str, User], unit: Department) -> int:
    """Somebody has left; the supervisor took over the one who reported to them."""
    gone = User.objects.create_user(f"gone_{unit.code}", department=unit, superior=people["supervisor"])
    User.objects.create_user(f"stays_{unit.code}", department=unit, superior=gone)
    return leave_company(gone, actor=None).pk


def _duty_records(house: House, people: dict[str, User]) -> dict[str, tuple[Any, ...]]:
    """A profile check that is due, one that found a fault with a picture of it, and the agent's undertaking."""
    now, shown = timezone.now(), io.BytesIO()
    Image.new("RGB", (4, 4)).save(shown, "PNG")
    values = {row.name: "good" for row in PROFILE} | {"contacts": "faulty"}
    filed = file_duty(
        PROFILE_CHECK, actor=people["publisher"], account=house.account, values=values, note="Old", at=now,
        files=[ContentFile(shown.getvalue(), name="page.png")],
    )  # fmt: skip
    due = Duty.objects.open().get(kind=PROFILE_CHECK, account=house.account)
    agent = people["agent"]
    promise = file_duty(
        UNDERTAKING, actor=agent, person=agent, values={row.name: True for row in UNDERTAKEN}, at=now
    )  # fmt: skip
    return {
        "duty": (due.pk,),
        "duty_place": (PROFILE_CHECK, house.account.pk),
        "duty_record": (filed.pk,),
        "duty_attachment": (filed.attachments.get().pk,),
        "duty_word": (UNDERTAKING, agent.pk),
        "duty_promise": (promise.pk,),
    }


def _company_records(people: dict[str, User]) -> dict[str, tuple[Any, ...]]:
    """Rule books, board, notices: the company's own."""
    now = timezone.now()
    policy = Policy.objects.get(code="douyin")
    version = propose_change(
        policy, values={"signing.grace": 21}, effective_from=timezone.localdate() + timedelta(days=1),
        reason="A test of the matrix", actor=people["manager"],
    )  # fmt: skip
    requirement = Requirement.objects.get(code="R-001")
    acceptance = ask_acceptance(
        requirement, reason="for a week", expires_on=timezone.localdate() + timedelta(days=7), actor=people["manager"]
    )
    run = ProbeRun.objects.create(
        requirement=requirement, window_start=now, window_end=now, computed_at=now, status="breached", reason="matrix"
    )
    finding = Finding.objects.create(
        requirement=requirement, run=run, owner=people["manager"], opened_at=now, due_at=now
    )
    kept = save_filter("drafts", "mine", "q=1", actor=people["author"])
    return {
        **_appointments(people),
        "approval_kind": ("leave",),
        "sensitive_kind": ("delete_post",),
        "policy": ("douyin",),
        "parameter": ("douyin", "signing.grace"),
        "policy_version": (version.pk,),
        "policy_version_approve": (version.pk, "approve"),
        "legal_rule": (LegalRule.objects.order_by("pk")[0].code,),
        "binding": (policy.bindings.all()[0].pk,),
        "clause": (policy.clauses.all()[0].code,),
        "requirement": ("R-001",),
        "finding_answer": (finding.pk, "answer"),
        "acceptance_accept": (acceptance.pk, "accept"),
        "notice": (Notice.objects.filter(recipient=people["author"]).latest("pk").pk,),
        "filter": (kept.pk,),
        "file_format": ("csv",),
        "calendar_feed": (_calendar_feed(people),),
        "directory_run": (
            DirectoryRun.objects.create(
                source="page", file_name="people.csv", sha256="0" * 64, status="saved", started_at=now, ended_at=now
            ).pk,
        ),
        "ledger_entry": (LedgerEntry.objects.latest("pk").pk,),
    }


def _appointments(people: dict[str, User]) -> dict[str, tuple[Any, ...]]:
    """A post that the publisher holds, a seat on a governing group, a qualification, an accreditation."""
    list_posts()
    post = Post.objects.get(policy__code="douyin", code="publisher")
    write_sheet(post, actor=people["manager"], text_zh="发布。", text_en="Publishes.")
    holding = appoint_to_post(post, actor=people["manager"], person=people["publisher"])
    seat = name_member(post.policy, actor=people["manager"], person=people["executive"], unit="leader")
    qualification = Qualification.objects.get(person=people["first_reviewer"])
    proof = store_paper(pdf("test.pdf"))
    Qualification.objects.filter(pk=qualification.pk).update(
        proof_place=proof.place, proof_name=proof.file.shown_name, proof_type=proof.file.row.mime,
        proof_size=proof.file.size, proof_sha256=proof.file.sha256,
    )  # fmt: skip
    accreditation = Accreditation.objects.get(person=people["adviser"])
    Accreditation.objects.filter(pk=accreditation.pk).update(proof_place=proof.place, proof_sha256=proof.file.sha256)
    return {
        "rule_book_post": (post.pk,),
        "accreditation": (accreditation.pk,),
        "post_holding": (holding.pk,),
        "group_seat": (seat.pk,),
        "qualification": (qualification.pk,),
    }


def _calendar_feed(people: dict[str, User]) -> str:
    """The key of the author's calendar, read today already: the first reading of a day is written down."""
    feed, token = make_feed(actor=people["author"])
    note_read(feed, timezone.localdate())
    return token
