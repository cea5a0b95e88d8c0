"""Every platform's export, in files of our own with the shapes and quirks that were seen."""

# ruff: noqa: E501 - headers stand here as the platforms write them

from __future__ import annotations

import codecs
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from analytics.imports.profiles import profiles
from analytics.imports.services import Outcome
from analytics.imports.tests.files import workbook
from analytics.metrics.catalogue import known_metrics
from analytics.models import AccountDay, PlatformPost, PublicationDay

Import = Callable[..., Outcome]
NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)


def figures(outcome: Outcome) -> dict[str, Any]:
    """The figures of the only post, missing ones left out."""
    assert outcome.good, outcome.error_rows()
    found = PublicationDay.objects.values().get()
    plain = {
        name: found[name]
        for name in ("views", "reads", "impressions", "likes", "comments", "shares", "saves", "follows", "clicks")
    }
    return {**{name: value for name, value in plain.items() if value is not None}, **found["more"]}


def daily(outcome: Outcome) -> list[tuple[date, str, float]]:
    """Day, metric and value of the account's figures, by day."""
    assert outcome.good, outcome.error_rows()
    return [
        (day, code, float(value))
        for day, code, value in AccountDay.objects.order_by("day", "metric__code").values_list(
            "day", "metric__code", "value"
        )
    ]


def test_every_column_of_every_profile_names_a_known_metric() -> None:
    codes = {column.metric for row in profiles().values() for column in row.columns} - {""}
    codes |= {metric for row in profiles().values() for metric in row.banner.values()}
    assert codes <= known_metrics().keys()
    for row in profiles().values():
        assert row.name_zh
        assert row.name_en
        assert row.required


YOUTUBE = (
    "Content,Video title,Video publish time,Views,Watch time (hours),Subscribers,Impressions,Impressions click-through rate (%)",
    "Content,Video title,Video publish time,Duration,Views,Watch time (hours),Subscribers,Impressions,Impressions click-through rate (%)",
    "Content,Video title,Video publish time,Average view duration,Views,Watch time (hours),Impressions,Impressions click-through rate (%)",
)


@pytest.mark.parametrize("header", YOUTUBE)
def test_youtube_content_in_three_variants(bring: Import, header: str) -> None:
    cells = {
        "Content": "aB3-x_1", "Video title": '"One, two"', "Video publish time": '"Dec 18, 2022"', "Duration": "95",
        "Average view duration": "0:01:05", "Views": "321", "Watch time (hours)": "1.5", "Subscribers": "-2",
        "Impressions": "4000", "Impressions click-through rate (%)": "5.25",
    }  # fmt: skip
    names = header.split(",")
    total = ",".join("Total" if name == "Content" else "" for name in names)
    blank = ",".join(
        {"Content": "zz", "Video title": "New", "Video publish time": '"Dec 20, 2022"'}.get(name, "") for name in names
    )
    outcome = bring("\n".join([header, total, ",".join(cells[name] for name in names), blank, ""]), "youtube")
    assert (outcome.rows, outcome.bad) == (2, 0)
    first = PublicationDay.objects.get(post__external_id="aB3-x_1")
    assert (first.views, first.more["ctr"], first.more["watch_seconds"]) == (321, 0.0525, 5400)
    assert PublicationDay.objects.get(post__external_id="zz").views is None


def test_youtube_totals_saved_again_by_a_spreadsheet_puts_the_day_first(bring: Import) -> None:
    outcome = bring("Date,Views\r\n01-02-2026,5\r\n02-02-2026,6\r\n28-02-2026,7\r\n", "youtube", now=NOW)
    assert [day for day, _code, _value in daily(outcome)] == [date(2026, 2, 1), date(2026, 2, 2), date(2026, 2, 28)]


def test_youtube_totals_that_may_be_read_both_ways_are_refused(bring: Import) -> None:
    outcome = bring("Date,Views\r\n01-02-2026,5\r\n02-03-2026,6\r\n", "youtube", now=NOW)
    assert [(error.row, error.column) for error in outcome.errors] == [(2, "Date"), (3, "Date")]


def test_xiaohongshu_notes_below_their_banner(bring: Import) -> None:
    banner = ["最多导出排序后前1000条笔记"] * 13
    header = [
        "笔记标题",
        "首次发布时间",
        "体裁",
        "曝光",
        "观看量",
        "封面点击率",
        "点赞",
        "评论",
        "收藏",
        "涨粉",
        "分享",
        "人均观看时长",
        "弹幕",
    ]
    rows = [
        ["", "2026年03月24日17时33分05秒", "图文", 0, 126, 0, 3, 1, 1, 0, 0, 9, 0],
        ["", "2026年03月25日17时33分05秒", "视频", 439, 141, 0.022, 8, 0, 2, 0, 0, 16, 0],
    ]
    outcome = bring(workbook([banner, header, *rows]), "xiaohongshu", "notes.xlsx", now=NOW)
    assert (outcome.profile, outcome.rows, outcome.new, outcome.bad) == ("xiaohongshu_notes", 2, 2, 0)
    assert PublicationDay.objects.get(views=141).more["ctr"] == 0.022
    assert PlatformPost.objects.filter(published_on=date(2026, 3, 24)).count() == 1


DOUYIN = "作品名称,发布时间,体裁,审核状态,播放量,完播率,5s完播率,封面点击率,2s跳出率,平均播放时长,点赞量,分享量,评论量,收藏量,主页访问量,粉丝增量"


def test_douyin_works_of_sixteen_columns_all_text(bring: Import) -> None:
    cells = ["标题\n正文第二行", "2026-05-01 08:00:00", "图文", "自见", "0", "0.038", "0.57", "-", "0.1", "4.586155",
             "1", "2", "3", "4", "5", "-1"]  # fmt: skip
    found = figures(bring(workbook([DOUYIN.split(","), cells]), "douyin", "作品列表.xlsx", now=NOW))
    assert found == {
        "views": 0, "likes": 1, "shares": 2, "comments": 3, "saves": 4, "completion_rate": 0.038,
        "five_second_rate": 0.57, "bounce_rate": 0.1, "avg_watch_seconds": 4.586155, "profile_visits": 5, "net_follows": -1,
    }  # fmt: skip


def test_douyin_works_saved_again_lack_a_column(bring: Import) -> None:
    names = [name for name in DOUYIN.split(",") if name != "封面点击率"]
    cells = [
        "标题",
        "2026-05-01 08:00:00",
        "1min-视频",
        "公开",
        "34606",
        "0.36",
        "0.5",
        "0.1",
        "4.5",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
    ]
    assert figures(bring(workbook([names, cells]), "douyin", "a.xlsx", now=NOW))["views"] == 34606


def test_douyin_daily_rate_is_a_percentage_in_text(bring: Import) -> None:
    outcome = bring("日期,封面点击率\n2026-05-01,25.00%\n2026-05-02,-\n", "douyin", now=NOW)
    assert daily(outcome) == [(date(2026, 5, 1), "ctr", 0.25)]


def test_tiktok_overview_crosses_the_new_year_without_years(bring: Import) -> None:
    lines = ['"Date","Video Views","Profile Views","Likes","Comments","Shares"']
    lines += [
        f'"{day}","{views}","1","undefined","0","0"'
        for day, views in (("30 de diciembre", 1), ("31 de diciembre", 2), ("January 1", 3))
    ]
    outcome = bring(codecs.BOM_UTF8 + "\n".join(lines).encode(), "tiktok", now=NOW)
    views = [(day, value) for day, code, value in daily(outcome) if code == "views"]
    assert views == [(date(2025, 12, 30), 1), (date(2025, 12, 31), 2), (date(2026, 1, 1), 3)]
    assert "2025-12-30 to 2026-01-01" in outcome.notes[0]
    assert not AccountDay.objects.filter(metric__code="likes").exists()


def test_tiktok_content_takes_year_from_its_export_day_and_number_from_its_link(bring: Import) -> None:
    header = "Time,Video title,Video link,Post time,Total likes,Total comments,Total shares,Total views"
    data = f'{header}\n"January 5","","https://www.tiktok.com/@a/video/7312345678901234567","December 30","1.2K","0","3","18,400"\n'
    assert figures(bring(data, "tiktok", now=NOW)) == {"likes": 1200, "comments": 0, "shares": 3, "views": 18400}
    post = PlatformPost.objects.get()
    assert (post.external_id, post.published_on) == ("7312345678901234567", date(2025, 12, 30))


def test_a_tiktok_file_of_a_facebook_account_is_refused_by_name(bring: Import) -> None:
    data = '"Date","Video Views","Profile Views","Likes","Comments","Shares"\n"April 12","1","1","1","0","0"\n'
    assert "TikTok" in str(bring(data, "facebook", now=NOW).errors[0].message)


def test_x_content_and_portuguese_headers(bring: Import) -> None:
    header = (
        "Post id,Date,Post text,Link,Impressões,Curtidas,Engajamentos,Itens salvos,Share,New follows,Replies,Reposts"
    )
    data = f'{header}\r\n1902345678901234567,Thu Mar 20 2025,"two\nlines",https://x.com/a/1,100,5,9,2,1,0,3,4\r\n'
    assert figures(bring(data, "x", now=NOW)) == {
        "impressions": 100, "likes": 5, "saves": 2, "shares": 1, "follows": 0, "comments": 3, "engagements": 9, "reposts": 4,
    }  # fmt: skip


def test_x_overview_newest_first(bring: Import) -> None:
    data = 'Date,Impressions,Likes,Unfollows,Shares\n"Fri, Mar 21, 2025",10,2,1,0\n"Thu, Mar 20, 2025",8,1,0,0\n'
    assert [value for _day, code, value in daily(bring(data, "x", now=NOW)) if code == "impressions"] == [8, 10]


def test_tweets_of_old_are_floats_with_dashes(bring: Import) -> None:
    header = "Tweet id,Tweet permalink,Tweet text,time,impressions,engagements,engagement rate,retweets,replies,likes,promoted impressions"
    data = f"{header}\n1234567890123456789,https://x.com/a/2,hello,2021-01-30 12:56 +0000,215.0,7.0,0.0325,1.0,0.0,2.0,-\n"
    outcome = bring(data, "x", now=NOW)
    assert figures(outcome)["impressions"] == 215
    assert outcome.unknown_columns == []


def test_meta_page_metric_is_named_above_its_table(bring: Import) -> None:
    data = 'sep=,\r\n"Views"\r\n"Date","Primary"\r\n"2025-09-20T00:00:00","31"\r\n"2025-09-21T00:00:00","28"\r\n\r\n'
    outcome = bring(codecs.BOM_UTF16_LE + data.encode("utf-16-le"), "facebook", now=NOW)
    assert daily(outcome) == [(date(2025, 9, 20), "views", 31), (date(2025, 9, 21), "views", 28)]


def test_meta_posts_with_a_comma_in_a_header_and_unknown_columns(bring: Import) -> None:
    header = 'Post ID,Page ID,Page name,Title,Publish time,Permalink,Post type,Views,Reach,"Reactions, Comments and Shares",Reactions,Comments,Shares,Organic views'
    data = f'{header}\r\n99,1,Page,"𝗕𝗼𝗹𝗱\nsecond line",03/04/2026 10:15,https://www.facebook.com/1,Photos,876,500,12,9,2,1,881\r\n'
    outcome = bring(codecs.BOM_UTF8 + data.encode(), "facebook", now=NOW)
    assert figures(outcome) == {"views": 876, "likes": 9, "comments": 2, "shares": 1, "engagements": 12}
    assert outcome.unknown_columns == ["Organic views"]
    assert PlatformPost.objects.get().published_on == date(2026, 3, 4)


def test_instagram_posts(bring: Import) -> None:
    header = "Post ID,Account ID,Account username,Account name,Description,Duration (sec),Publish time,Permalink,Post type,Data comment,Date,Views,Reach,Likes,Shares,Follows,Comments,Saves"
    data = f"{header}\n17,1,a,A,text,10,03/04/2026 10:15,https://www.instagram.com/p/1,IG reel,,Lifetime,50,40,5,1,0,2,3\n"
    assert figures(bring(data, "instagram", now=NOW))["saves"] == 3


def test_legacy_facebook_page_is_western_and_has_two_headers(bring: Import) -> None:
    data = "Date,Lifetime Total Likes,Daily New Likes,País é ñ\n,Lifetime: é,Daily: ñ,\n03/04/2018,120,3,é\n"
    outcome = bring(data.encode("cp1252"), "facebook", now=NOW)
    assert daily(outcome) == [(date(2018, 3, 4), "fans", 120), (date(2018, 3, 4), "follows", 3)]
    assert outcome.unknown_columns == ["País é ñ"]


def test_legacy_facebook_file_of_two_headers_alone_has_no_rows(bring: Import) -> None:
    data = "Post ID,Permalink,Post Message,Type,Posted\n,,,,description\n"
    assert "no data rows" in str(bring(data, "facebook").errors[0].message)


def test_toutiao_says_minus_one_for_no_data_and_bare_percent(bring: Import) -> None:
    header = "标题,发布时间,ID,链接,展现量,粉丝展现量,播放量,粉丝播放量,点击率,平均播放完成率,平均播放时长,点赞量,评论量,转发量,分享量,收藏量"
    cells = [
        "标题",
        "2026-05-01 08:00:00",
        "75",
        "https://www.toutiao.com/a75",
        100,
        -1,
        50,
        -1,
        0.5,
        16.55,
        -1.00,
        1,
        2,
        3,
        4,
        5,
    ]
    found = figures(bring(workbook([header.split(","), cells]), "toutiao", "t.xlsx", now=NOW))
    assert (found["completion_rate"], found["ctr"], "fan_views" in found, "avg_watch_seconds" in found) == (
        0.1655,
        0.5,
        False,
        False,
    )


def test_kuaishou_works_by_a_subset_of_columns(bring: Import) -> None:
    data = "作品,发布时间,播放量,点赞量,完播率,未知列\n标题,2026-05-01 08:00:00,1.2万,5,25%,x\n"
    outcome = bring(data, "kuaishou", now=NOW)
    assert figures(outcome) == {"views": 12000, "likes": 5, "completion_rate": 0.25}
    assert outcome.unknown_columns == ["未知列"]


def test_shipinhao_keeps_two_kinds_of_liking_apart(bring: Import) -> None:
    data = (
        "视频描述,视频ID,发布时间,完播率,平均播放时长,播放量,推荐,喜欢\n标题,export/Uz1,46171,4.41%,14.73秒,10,2,3\n"
    )
    found = figures(bring(codecs.BOM_UTF8 + data.encode(), "wechat", now=NOW))
    assert (found["recommends"], found["likes"], found["avg_watch_seconds"]) == (2, 3, 14.73)
    assert PlatformPost.objects.get().published_on == date(2026, 5, 29)


def test_wechat_articles(bring: Import) -> None:
    header = "内容标题,发表时间,总阅读人数,总阅读次数,总分享人数,总分享次数,阅读后关注人数,送达人数,公众号消息阅读次数,送达阅读率,首次分享次数,分享产生阅读次数,首次分享率,每次分享带来阅读次数,阅读完成率,内容url"
    cells = "标题,20220329,90,100,3,4,1,500,60,0.12,2,30,0.03,7.5,0.4,https://mp.weixin.qq.com/s/abc"
    found = figures(bring(f"{header}\n{cells}\n", "wechat", now=NOW))
    assert (found["reads"], found["readers"], found["reads_per_share"]) == (100, 90, 7.5)


def test_wechat_followers_are_html_by_another_name(bring: Import) -> None:
    page = (
        "<html><head><meta charset='utf-8'></head><body><table><tr><td colspan='5'>用户增长</td></tr><tr><td>时间</td>"
        "<td>新关注人数</td><td>取消关注人数</td><td>净增关注人数</td><td>累积关注人数</td></tr><tr><td>2026-05-01</td>"
        "<td>5</td><td>7</td><td>-2</td><td>900</td></tr></table></body></html>"
    )
    outcome = bring(page, "wechat", "user_analysis.xls", now=NOW)
    assert [(code, value) for _day, code, value in daily(outcome)] == [
        ("fans", 900), ("follows", 5), ("net_follows", -2), ("unfollows", 7),
    ]  # fmt: skip


def test_wechat_trend_reads_the_total_of_the_first_of_three_tables(bring: Import) -> None:
    rows = [
        ["", "数据趋势概况"],
        ["", "日期", "渠道", "阅读人数", "", "日期", "分享人数", "", "传播渠道", "阅读人数"],
        ["", "2026-05-01", "全部", "50", "", "2026-05-01", "3", "", "全部", "9"],
        ["", "2026-05-01", "朋友圈", "20", "", "", "", "", "", ""],
        ["", "20260502", "全部", "60", "", "", "", "", "", ""],
    ]
    outcome = bring(workbook(rows), "wechat", "tendency.xlsx", now=NOW)
    assert daily(outcome) == [(date(2026, 5, 1), "readers", 50), (date(2026, 5, 2), "readers", 60)]


def test_linkedin_posts_below_their_description_take_engagements_back(bring: Import) -> None:
    header = "Post title,Post link,Post type,Created date,Impressions,Views,Clicks,Click through rate (CTR),Likes,Comments,Reposts,Follows,Engagement rate,Content Type"
    cells = [
        "Hello",
        "https://www.linkedin.com/feed/update/urn:li:activity:71234",
        "Organic",
        "05/20/2026",
        100,
        "",
        5,
        0.05,
        -28,
        1,
        0,
        "",
        -0.02,
        "Image",
    ]
    found = figures(
        bring(workbook([["All posts of the page"], header.split(","), cells]), "linkedin", "a.xlsx", now=NOW)
    )
    assert (found["likes"], found["engagement_rate"]) == (-28, -0.02)
    assert PlatformPost.objects.get().external_id == "71234"


def test_spreadsheetml_is_read_sheet_by_sheet(bring: Import) -> None:
    rows = [["Date", "Lifetime Total Likes"], ["", "text"], ["2018-03-04T00:00:00.000", "7"]]
    body = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{value}</Data></Cell>' for value in cells) + "</Row>"
        for cells in rows
    )
    data = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Other"><Table/></Worksheet>'
        f'<Worksheet ss:Name="Key"><Table>{body}</Table></Worksheet></Workbook>'
    )
    assert daily(bring(data, "facebook", "insights.xls", now=NOW)) == [(date(2018, 3, 4), "fans", 7)]
