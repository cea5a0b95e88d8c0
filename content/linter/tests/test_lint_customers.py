"""What customers write, linted as company copy: few lines block, and each block names the law behind it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from content.linter.findings import LintContext
from content.linter.linter import lint
from content.linter.rules import built_in_rules

pytestmark = pytest.mark.once

LINES = (
    "房间干净，前台态度也好，下次还会来", "书的纸张不错，内容一般，孩子挺喜欢", "早餐种类少了点，别的都满意",
    "物流很快，第二天就到了，包装完整", "电池用了两年还行，屏幕有点暗", "和描述一致，颜色比图片略深",
    "客服回复及时，换货也顺利", "离地铁近，晚上有点吵", "第一次买，先用用看", "价格合适，做工过得去",
    "声音小，洗得还算干净",
    "服务员忘了送水，提醒后马上补上", "看完很受启发，推荐给同事了", "键盘手感软，散热一般", "房间偏小，窗户朝北",
    "味道清淡，适合老人", "说明书字太小，安装花了一个小时", "退货很麻烦，等了一周才退款", "孩子读了三遍，说故事有意思",
    "鞋码偏大，建议买小一号", "外观漂亮，系统有时会卡", "毛巾有点旧，希望更换", "活动时买的，比平时便宜一些",
    "大堂在装修，有些味道", "这是我住过的最好的酒店", "地址不好找，打电话后有人来接",
)  # fmt: skip
LIMIT = 0.08
NAMED = re.compile(r"第.{1,12}条|CFR|条例|法》|法第5条|兰哈姆法|抽奖法|平台社区规范|公司保密")


def test_at_most_eight_in_a_hundred_lines_block_and_each_names_its_article() -> None:
    blocking = [[one for one in lint(line) if one.severity == "block"] for line in LINES]
    assert 0 < sum(map(bool, blocking)) <= LIMIT * len(LINES)
    for finding in (one for found in blocking for one in found):
        assert re.search(r"《.+》第.+条", finding.basis_zh)
        assert "article" in finding.basis_en


def test_every_rule_names_the_law_or_the_regulation_behind_it() -> None:
    assert not [
        rule.code for rule in built_in_rules() if not NAMED.search(rule.basis_zh) and "R-046" not in rule.basis_zh
    ]


def test_a_row_is_not_asked_before_the_day_on_which_its_law_began() -> None:
    def labels(day: date) -> list[str]:
        return [one.rule for one in lint("海边的日出", LintContext(ai_declared=True, day=day))]

    assert labels(date(2025, 8, 31)) == []
    assert labels(date(2025, 9, 1)) == ["I-01.ai_label"]


def test_notices_figures_and_rules_of_other_markets_are_asked_for() -> None:
    def rules(text: str, **context: object) -> set[str]:
        return {one.rule for one in lint(text, LintContext(**context))}  # type: ignore[arg-type]

    assert "H-03.notice" in rules("青竹牌钙片新装上市", health_food=True)
    assert "H-03.notice" not in rules("青竹牌钙片新装上市。本品不能代替药物。", health_food=True)
    assert "L-03.rate" in rules("有效率达98%")
    assert "L-12.ad_label" in rules("新品上架", has_goods=True)
    assert "L-05.disparage" in rules("别家都是骗子")
    assert "V-08.guarantee" in rules("Guaranteed results in a week", market="US")
    assert "V-04.disclaimer" in rules("Our supplement supports immune health", market="US")
    assert "V-04.eu_claims" in rules("Our supplement supports immune health", market="DE")
    assert "V-04.authority" in rules("FDA approved supplement", market="US")
