"""Names in a line are joined as the reader's language joins them."""

from django.utils.translation import override

from governance.texts.listing import listed


def test_chinese_and_english_join_names_each_in_their_way() -> None:
    with override("zh-hans"):
        assert listed(["甲", 2]) == "甲、2"
    with override("en"):
        assert listed(["A", 2]) == "A, 2"
    assert listed([]) == ""
