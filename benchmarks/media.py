"""Near-duplicates over 100,000 posts in text and picture, and a video of 500 MB looked into without holding it."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import av
from django.db import transaction
from django.utils import timezone

from benchmarks.measuring import Bench, analyze, median, rows, statements
from benchmarks.world import make_world
from content.drafts.models import Draft, DraftVersion
from content.media.models import MediaAsset
from content.media.reading import quick_facts
from content.media.rules import BY_MIME, HOUSE_LIMITS
from content.originality.models import PictureBand, PicturePrint, TextBand, TextPrint
from content.originality.prints import as_hex, bare_text, picture_bands, text_bands
from content.originality.services import near_pictures, near_texts
from governance.public import insert_many

POSTS = 100_000
BATCH = 5_000
# Sentences of posts are made of these; 400 characters a post, as posts of the platforms are.
WORDS = """
新品 上市 今天 门店 活动 工程师 检验 温度 样机 运行 合格 试产 客户 服务 登记 名额 孩子 手工 城堡 火箭
植物 观察 研发 图纸 货架 记录 湿度 噪声 问题 调整 连续 小时 周末 回收 纸箱 胶水 彩笔 点心 家长 休息
喝茶 主题 欢迎 提前 质量 安全 健康 知识 专家 提醒 春天 夏季 秋天 冬季 城市 乡村 公园 河流 桥梁 道路
列车 飞机 机场 酒店 餐厅 早餐 面包 牛奶 水果 蔬菜 运动 跑步 游泳 骑车 音乐 电影 图书 学校 老师 学生
课程 考试 作业 手机 电脑 网络 软件 数据 模型 算法 机器 材料 金属 玻璃 木材 布料 颜色 设计 包装 物流
仓库
""".split()  # noqa: SIM905 - a hundred quotation marks say nothing
MEGABYTES = 500


def text_of(dice: random.Random) -> str:
    """A post of about 400 characters."""
    return "，".join("".join(dice.choices(WORDS, k=8)) for _clause in range(24))


def fill(account: Any, author: Any) -> tuple[str, int]:
    """So many submitted posts with prints of text and picture; returns a text and a picture that are among them."""
    dice, now = random.Random(5), timezone.now()
    wanted_text, wanted_bits = "", 0
    for begin in range(0, rows(POSTS), BATCH):
        count = min(BATCH, rows(POSTS) - begin)
        with transaction.atomic():
            drafts = insert_many(
                [
                    Draft(
                        account=account, author=author, title=f"post {begin + place}", content_type="product_intro",
                        medium="image", created_at=now, updated_at=now,
                    )
                    for place in range(count)
                ]
            )  # fmt: skip
            versions = insert_many(
                [
                    DraftVersion(
                        draft=draft, account=account, number=1, sealed={}, sha256="0" * 64, submitted_by=author,
                        submitted_at=now - timedelta(days=30),
                    )
                    for draft in drafts
                ]
            )  # fmt: skip
            texts = [bare_text(text_of(dice)) for _place in range(count)]
            prints = insert_many(
                [
                    TextPrint(version=version, draft_id=version.draft_id, text=text, printed_at=now)
                    for version, text in zip(versions, texts, strict=True)
                ]
            )
            insert_many([TextBand(of=row, value=value) for row in prints for value in text_bands(row.text)])
            assets = MediaAsset.objects.bulk_create(
                [
                    MediaAsset(
                        account=account, kind="image", mime="image/png", file="x", shown_name="x", size=1,
                        sha256="0" * 64, original_sha256="0" * 64, uploaded_by=author, uploaded_at=now,
                    )
                    for _place in range(count)
                ]
            )  # fmt: skip
            bits = [dice.getrandbits(128) for _place in range(count)]
            pictures = insert_many(
                [PicturePrint(asset=asset, bits=as_hex(value)) for asset, value in zip(assets, bits, strict=True)]
            )
            insert_many(
                [
                    PictureBand(of=row, value=value)
                    for row, value in zip(pictures, bits, strict=True)
                    for value in picture_bands(value)
                ]
            )
        wanted_text, wanted_bits = texts[count // 2], bits[count // 2]
    return wanted_text, wanted_bits


def near_copy(text: str) -> str:
    """The text with every twentieth character changed."""
    return "".join("某" if place % 20 == 0 else sign for place, sign in enumerate(text))


def large_video(path: Path, megabytes: int) -> None:
    """A real MP4 of about this size: pictures of noise, a quarter of a megabyte each, its index behind them."""
    dice, size = random.Random(3), (640, 360)
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("mjpeg", rate=25)
        stream.width, stream.height, stream.pix_fmt = *size, "yuvj420p"
        stream.codec_context.qmin, stream.codec_context.qmax = 1, 1
        frame = av.VideoFrame(*size, "yuvj420p")
        for plane in frame.planes:
            plane.update(dice.randbytes(plane.buffer_size))
        frame.pts = 0
        picture = bytes((list(stream.encode(frame)) + list(stream.encode()))[0])
        for number in range(megabytes * 1024 * 1024 // len(picture)):
            packet = av.Packet(picture)
            packet.stream, packet.time_base = stream, stream.codec_context.time_base
            packet.pts = packet.dts = number
            packet.duration, packet.is_keyframe = 1, True
            container.mux(packet)


def peak_of_probe(path: Path) -> float:
    """Peak resident memory of the process that looks into a file, in MB; started from a small one, as a child is first
    counted with its parent's memory."""
    small = "import resource as r, subprocess as s, sys; s.run(sys.argv[1:], stdout=s.DEVNULL, check=True)"
    small += "; print(r.getrusage(r.RUSAGE_CHILDREN).ru_maxrss)"
    probe = [sys.executable, "-m", "content.media.probe", "facts", "mov", str(path)]
    done = subprocess.run([sys.executable, "-c", small, *probe], stdout=subprocess.PIPE, text=True, check=True)
    return int(done.stdout) / 1024


def run(bench: Bench) -> None:
    """The two speed lines of media."""
    world = make_world(accounts=1)
    text, bits = fill(world.accounts[0], world.people["author"])
    analyze()
    posts = f"{rows(POSTS):,} posts"
    copy, turned = near_copy(text), bits ^ 0b1011 ^ (1 << 100)
    if not near_texts(copy) or not near_pictures(turned):
        raise SystemExit("a near-duplicate was not found")
    for name, call in (
        ("near-duplicate text", lambda: near_texts(bare_text(copy))),
        ("near-duplicate picture", lambda: near_pictures(turned)),
        ("text like no other", lambda: near_texts(bare_text(text_of(random.Random(77))))),
    ):
        bench.line(9, f"{name}, {posts}", median(call, runs=15), "ms", sql=statements(call), target="<= 50 ms")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "v.mp4"
        large_video(path, MEGABYTES)
        megabytes = path.stat().st_size / 1024 / 1024
        row = BY_MIME["video/mp4"]
        ours = median(lambda: quick_facts(path, row, HOUSE_LIMITS["video"]), runs=5, scale=1)
        peak = peak_of_probe(path)
        bench.line(9, f"a video of {megabytes:,.0f} MB looked into", ours, "s", target="< 2 s", peak_mb=round(peak, 1))
        bench.line(9, "memory of looking into it", peak, "MB", target="not the file")
