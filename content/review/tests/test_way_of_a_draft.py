"""One draft from plan to publication."""

from content.conftest import House


def test_a_draft_goes_from_plan_to_publication(house: House) -> None:
    publication = house.published()
    publication.draft.refresh_from_db()
    assert publication.draft.status == "published"
    assert publication.text_matches is True
    assert publication.sha256 == publication.version.sha256
    assert publication.checkpoints.count() == 3
