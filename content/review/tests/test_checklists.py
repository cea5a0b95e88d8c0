"""The checklist of the medium and that of the market, by somebody competent for it (R-028, R-047)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.public import PlatformAccount, Qualification
from content.conftest import NOW, House
from content.drafts.models import DraftVersion
from content.publishing.models import Publication
from content.review.eligibility import eligible_ids
from content.review.models import ReviewSlot
from content.review.tests.test_probes import broken, copy_of, numbers
from governance.public import NotAllowed, bind_pack, grant_role
from tests.board import tampered, turns

pytestmark = pytest.mark.django_db


def test_each_medium_brings_its_checklist_and_the_board_misses_an_unmarked_one(house: House) -> None:
    draft = house.submitted()
    assert {"wording", "typos"} <= set(house.slot(draft, "first").criteria)
    assert "wording" not in house.slot(draft, "final").criteria
    picture = house.submitted(medium="image", assets=[house.picture()])
    assert {"wording", "typos", "size", "clarity"} <= set(house.slot(picture, "first").criteria)
    publication = house.published()
    assert numbers("R-028") == (0, 1)
    first = ReviewSlot.objects.get(version=publication.version, stage="first")
    with broken(ReviewSlot, first.pk, marks={code: "pass" for code in first.marks if code != "typos"}):
        assert numbers("R-028") == (1, 1)
    video = copy_of(publication.version, sealed={**publication.version.sealed, "medium": "video"})
    with broken(Publication, publication.pk, version_id=video.pk):
        assert numbers("R-028") == (1, 1)
    assert numbers("R-028") == (0, 1)
    assert DraftVersion.objects.filter(pk=video.pk).exists()


@pytest.fixture
def abroad(house: House) -> PlatformAccount:
    account = PlatformAccount.objects.create(
        handle="x-main", platform="x", name_zh="海外", name_en="Overseas", status="active", market="US", language="en"
    )
    bind_pack("overseas", account=account, actor=None, at=NOW - timedelta(days=90))
    for role in ("author", "first_reviewer", "final_reviewer", "publisher", "manager", "department_head"):
        grant_role(house.people[role], role, accounts=[account], actor=None)
        house.people[role] = type(house.author).objects.get(pk=house.people[role].pk)
    return account


def competent(house: House, *markets: str) -> None:
    Qualification.objects.filter(person=house.first_reviewer).update(markets=list(markets))


def test_only_whose_qualification_names_the_market_signs_for_it(house: House, abroad: PlatformAccount) -> None:
    draft = house.submitted(abroad, title="New box", body="Our boxes are paper now.", hashtags=["Box"])
    slot = house.slot(draft, "first:US")
    assert {"local_law", "local_custom", "local_language"} <= set(slot.criteria)
    for markets in ((), ("CN",)):
        competent(house, *markets)
        assert eligible_ids(slot, draft, [slot], NOW) == []
        with pytest.raises(NotAllowed, match="US"):
            house.sign(draft, "first:US", house.first_reviewer)
    competent(house, "CN", "US")
    assert eligible_ids(slot, draft, [slot], NOW) == [house.first_reviewer.pk]
    assert house.sign(draft, "first:US", house.first_reviewer).status == "final_review"


def test_the_board_finds_a_post_without_the_checklist_of_its_market(house: House, abroad: PlatformAccount) -> None:
    house.published()
    assert numbers("R-047") == (0, 0)
    competent(house, "US")
    plain = house.sign

    def signed(draft, code, actor, *args, **extra):
        return plain(draft, "first:US" if code == "first" else code, actor, *args, **extra)

    house.sign = signed  # type: ignore[method-assign]
    post = house.published(abroad, title="New box", body="Our boxes are paper now.", hashtags=["Box"])
    assert numbers("R-047") == (0, 1)
    slot = ReviewSlot.objects.get(version=post.version, stage="first")
    with broken(ReviewSlot, slot.pk, marks={code: "pass" for code in slot.marks if code != "local_law"}):
        assert numbers("R-047") == (1, 1)
    competent(house, "CN")
    assert numbers("R-047") == (1, 1)
    competent(house, "US")
    assert numbers("R-047") == (0, 1)


def test_a_post_to_a_market_by_somebody_who_does_not_know_it_breaches_r_047(
    house: House, abroad: PlatformAccount
) -> None:
    competent(house, "US")
    draft = house.submitted(abroad, title="New box", body="Our boxes are paper now.", hashtags=["Box"])
    house.sign(draft, "first:US", house.first_reviewer)
    post = house.released(house.sign(draft, "final", house.final_reviewer), abroad)
    soon = NOW + timedelta(days=5)
    slot = ReviewSlot.objects.get(version=post.version, stage="first")
    turns("R-047", tampered(slot, marks={code: "pass" for code in slot.marks if code != "local_law"}), soon)
    turns("R-047", tampered(Qualification.objects.get(person=house.first_reviewer), markets=["CN"]), soon)
