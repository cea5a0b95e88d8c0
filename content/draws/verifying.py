"""Recompute a prize draw from its published file, without the software or its database: Python alone is enough.

    python verifying.py draw.json [draw-before.json]

What it cannot know is printed for the reader to compare: the public value at its source. The signature
of drand it checks where the package py-ecc is installed, and says so where it did not.

The way of a draw "prize-draw/1":
1. Each participant has a code. The codes, sorted, one a line, make the list; its SHA-256 is published beforehand.
2. A seed of 64 hexadecimal characters is chosen by chance and kept; the SHA-256 of its text is published beforehand.
3. Beforehand it is said which public value of the future counts (a round of drand, a lottery or the closing figure of
   a stock exchange on a day). The list is frozen before the time of the draw, and before the value comes out.
4. Then the seed is published, and the public value is added. KEY is the SHA-256 of six lines: "prize-draw/1", the hash
   of the list, the seed, the source, the reference, the public value.
5. The score of a code is the SHA-256 of KEY, a colon and the code. Codes are ranked by score, the lowest first.
6. Prizes go in their order to the first places, one place for each piece; the next places stand in reserve.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta, timezone
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple

FORMAT, CHECK_LENGTH = "prize-draw/1", 8
DRAND_GENESIS, DRAND_PERIOD = 1692803367, 3
DRAND_CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
# The key of drand's network "quicknet", two halves of a point; its signatures are of the scheme named here.
DRAND_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451",
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
)
SIGNATURE_PARTS = ("optimized_bls12_381", "bls.point_compression", "bls.hash_to_curve", "bls.g2_primitives")
DRAND_SCHEME = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
CHINA = timezone(timedelta(hours=8))
MOST_PIECES, MOST_RESERVES, LARGEST_FILE = 1000, 100, 64 * 1024 * 1024
# What the file of a draw holds, and what of it is empty until the draw.
TEXTS = ("algorithm", "draw", "title", "campaign", "organiser", "terms_sha256", "draws_at", "frozen_at", "commitment")
FIELDS = dict.fromkeys(TEXTS, str) | {"entries": dict, "randomness": dict, "prizes": list, "reserves": int}
LATER = ("drawn_at", "seed", "winners")
SEAL_START = b',\n "seal": {\n'
LINES_START = b'\n  "lines": "'
SEARCHED = 2000  # Longest line for which the changed byte itself is searched for.


def sha256(data: bytes | str) -> str:
    """The SHA-256 of bytes or of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode()).hexdigest()


def list_hash(codes: Any) -> str:
    """The hash of a list of codes."""
    return sha256("".join(code + "\n" for code in sorted(codes)))


def scores_of(codes: Any, seed: str, source: str, reference: str, value: str) -> list[tuple[str, str]]:
    """The codes with their scores, the first place first."""
    key = sha256("\n".join((FORMAT, list_hash(codes), seed, source, reference, value)))
    return sorted((sha256(f"{key}:{code}"), code) for code in codes)


def winners_of(draw: Any) -> list[dict[str, Any]]:
    """The places of a draw that has its seed and its public value: prizes in their order, then the reserve."""
    public = draw["randomness"]
    ranked = scores_of(draw["entries"]["codes"], draw["seed"], public["source"], public["reference"], public["value"])
    pieces = [prize["name"] for prize in draw["prizes"] for _piece in range(prize["quantity"])]
    pieces += [None] * draw["reserves"]
    return [
        {"place": place, "prize": prize, "code": code, "score": score}
        for place, (prize, (score, code)) in enumerate(zip(pieces, ranked, strict=False), start=1)
    ]


def _balls(value: str) -> bool:
    numbers = [int(text) for text in re.split(r"[ +]", value)]
    red, blue = numbers[:6], numbers[6]
    return red == sorted(set(red)) and red[0] >= 1 and red[5] <= 33 and 1 <= blue <= 16


class Source(NamedTuple):
    """How a source writes its references and values, when a value comes out in China, and where it stands."""

    reference: str
    value: str
    address: str
    more: Callable[[str], bool] | None = None
    weekdays: tuple[int, ...] = ()
    hour: time = time(0)


SOURCES = {
    "drand_quicknet": Source(
        r"[1-9][0-9]{5,9}", r"[0-9a-f]{64}", f"https://api.drand.sh/{DRAND_CHAIN}/public/{{reference}}"
    ),
    "ssq": Source(
        r"20[0-9]{2}-[01][0-9]-[0-3][0-9]", r"[0-9]{2}( [0-9]{2}){5}\+[0-9]{2}", "https://www.cwl.gov.cn/", _balls,
        weekdays=(1, 3, 6), hour=time(21, 15),
    ),
    "sse_composite": Source(
        r"20[0-9]{2}-[01][0-9]-[0-3][0-9]", r"[0-9]{3,5}\.[0-9]{2}", "https://www.sse.com.cn/",
        weekdays=(0, 1, 2, 3, 4), hour=time(15),
    ),
}  # fmt: skip


def known_from(source: str, reference: str) -> int | None:
    """From when on a value may be known, in seconds since 1970; None where this is no reference of the source."""
    if source not in SOURCES or re.fullmatch(SOURCES[source].reference, reference) is None:
        return None
    if source == "drand_quicknet":
        return drand_time(reference)
    try:
        day = datetime.strptime(reference, "%Y-%m-%d").replace(tzinfo=CHINA)
    except ValueError:
        return None
    row = SOURCES[source]
    return (
        int(day.timestamp()) + row.hour.hour * 3600 + row.hour.minute * 60 if day.weekday() in row.weekdays else None
    )


def is_value(source: str, value: str) -> bool:
    """Whether the value is written as its source publishes them."""
    row = SOURCES[source]
    return re.fullmatch(row.value, value) is not None and (row.more is None or row.more(value))


def drand_time(reference: str) -> int:
    """When a round of drand's quicknet comes out, in seconds since 1970."""
    return DRAND_GENESIS + (int(reference) - 1) * DRAND_PERIOD


def _check(number: int, line: bytes) -> str:
    return sha256(b"%d:%s" % (number, line))[:CHECK_LENGTH]


def _tail(body: bytes) -> bytes:
    checks = "".join(_check(number, line) for number, line in enumerate(body.split(b"\n"), start=1))
    return (
        SEAL_START + b'  "lines": "' + checks.encode() + b'",\n  "sha256": "' + sha256(body).encode() + b'"\n }\n}\n'
    )


def render(draw: Any) -> str:
    """The file of a draw: JSON in one fixed form, with a check of every line and one of the whole."""
    text = json.dumps({"draw": draw, "seal": {}}, ensure_ascii=False, indent=1, sort_keys=True)
    body = text[: -len(',\n "seal": {}\n}')].encode()
    return (body + _tail(body)).decode()


def _parts(data: bytes) -> int:
    """Where the seal begins; by either of two marks, so that one changed byte never hides it. -1 if neither."""
    start = data.rfind(SEAL_START)
    if start < 0:
        mark = data.rfind(LINES_START)
        start = mark + 1 - len(SEAL_START) if mark > 0 else -1
    return start


def changed_byte(data: bytes) -> str | None:
    """None where the file is as it was made, else a sentence that names the byte that was changed."""
    start = _parts(data)
    if start < 0:
        return "文件缺少校验部分，不完整 / The file has no seal: it is not whole."
    body, tail = data[:start], data[start:]
    wanted = _tail(body)
    if tail == wanted:
        return None
    found = re.search(rb'"lines": "([0-9a-f]*)"', tail)
    checks = found.group(1).decode() if found else ""
    lines = body.split(b"\n")
    stored = [checks[place : place + CHECK_LENGTH] for place in range(0, len(checks), CHECK_LENGTH)]
    made = [_check(number, line) for number, line in enumerate(lines, start=1)]
    whole = f'"sha256": "{sha256(body)}"'.encode() in tail
    if whole or not stored or stored == made:
        return _in_tail(start, tail, wanted)
    for number, line in enumerate(lines, start=1):
        if number > len(stored) or stored[number - 1] != made[number - 1]:
            offset = sum(len(before) + 1 for before in lines[: number - 1])
            after = lines[number] if number < len(lines) else b""
            return _in_line(number, line, after, offset, stored[number - 1] if number <= len(stored) else "")
    return f"行数不符 / The file has {len(lines)} lines, not {len(stored)}."


def _in_tail(start: int, tail: bytes, wanted: bytes) -> str:
    for place, (is_byte, was) in enumerate(zip(tail, wanted, strict=False)):
        if is_byte != was:
            return _byte(start + place, is_byte, was, "校验部分 / in the seal")
    return f"校验部分长度不符 / The seal has {len(tail)} bytes, not {len(wanted)}."


def _byte(offset: int, now: int, was: int, where: str) -> str:
    return f"第{offset}字节被改动：现为{bytes([now])!r}，原为{bytes([was])!r} / Byte {offset} was changed: it is " + (
        f"{bytes([now])!r} and was {bytes([was])!r}; {where}."
    )


def _in_line(number: int, line: bytes, after: bytes, offset: int, wanted: str) -> str:
    name = f"第{number}行 / line {number}: {line.strip().decode('utf-8', 'replace')[:80]}"
    if len(line) <= SEARCHED:
        for place in range(len(line)):
            if _check(number, line[:place]) == wanted:
                return _byte(offset + place, line[place], 10, name)
            for byte in range(256):
                if _check(number, line[:place] + bytes([byte]) + line[place + 1 :]) == wanted:
                    return _byte(offset + place, line[place], byte, name)
        for byte in range(256):
            if _check(number, line + bytes([byte]) + after) == wanted:
                return _byte(offset + len(line), 10, byte, name)
    return f"内容被改动，{name} / Something was changed there (bytes {offset} to {offset + len(line)})."


@lru_cache(maxsize=64)
def signature_holds(reference: str, signature: str) -> bool | None:
    """Whether drand signed this round so, by its public key; None where the package py-ecc is not at hand."""
    depth = sys.getrecursionlimit()
    try:
        curve, packed, hashing, groups = (import_module(f"py_ecc.{name}") for name in SIGNATURE_PARTS)
    except ImportError:
        return None
    finally:
        # The package raises the limit so far that deeply nested JSON would end the process instead of being refused.
        sys.setrecursionlimit(depth)
    try:
        point = packed.decompress_G1(int(signature, 16))
    except ValueError:
        return False
    if curve.is_inf(point) or not groups.subgroup_check(point):
        return False
    key = packed.decompress_G2((int(DRAND_KEY[0], 16), int(DRAND_KEY[1], 16)))
    signed = hashing.hash_to_G1(
        hashlib.sha256(int(reference).to_bytes(8, "big")).digest(), DRAND_SCHEME, hashlib.sha256
    )
    return bool(curve.pairing(curve.G2, point) == curve.pairing(key, signed))


def _moment(text: str) -> int:
    """Seconds since 1970 of a moment as files write it."""
    return int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())


def _require_shape(draw: Any) -> None:
    """Raise ValueError where something is not of the kind that belongs there."""
    wrong = [name for name, kind in FIELDS.items() if type(draw[name]) is not kind]
    if wrong or draw.keys() != {*FIELDS, *LATER} or len({draw[name] is None for name in LATER}) != 1:
        raise ValueError(f"fields: {wrong}")
    if any(type(code) is not str or not code.isalnum() for code in draw["entries"]["codes"]):
        raise ValueError("entries.codes")
    if any(type(prize["name"]) is not str or type(prize["quantity"]) is not int for prize in draw["prizes"]):
        raise ValueError("prizes")


def _order(draw: Any) -> list[str]:
    """What is wrong with the order of moments: frozen first, then the time of the draw, the value, the draw."""
    frozen, draws = _moment(draw["frozen_at"]), _moment(draw["draws_at"])
    known = known_from(draw["randomness"]["source"], draw["randomness"]["reference"])
    comes_out = draws if known is None else known
    early = draw["drawn_at"] is not None and _moment(draw["drawn_at"]) < max(draws, comes_out)
    rows = (
        (known is None, "randomness.reference: 来源或期号格式不符 / unknown source, or no reference of that source."),
        (comes_out < draws, "randomness.reference: 随机值早于抽奖时间 / the value comes out before the draw."),
        (frozen >= draws, "frozen_at: 名单未在抽奖时间之前冻结 / the list was not frozen before the draw."),
        (frozen >= comes_out, "frozen_at: 名单冻结时随机值已可知 / frozen when the value could be known already."),
        (early, "drawn_at: 抽奖早于公布的时间或随机值 / drawn before its time, or before the value came out."),
    )
    return [sentence for wrong, sentence in rows if wrong]


def _signature(public: Any) -> list[str]:
    """What is wrong with the signature of drand, where the file holds one."""
    signature = public["signature"]
    if signature is None:
        return []
    written = public["source"] == "drand_quicknet" and re.fullmatch(r"[0-9a-f]{96}", signature)
    if not written or sha256(bytes.fromhex(signature)) != public["value"]:
        return ["randomness.signature: 随机值与签名不符 / the value is not the hash of drand's signature."]
    holds = signature_holds(public["reference"], signature) is not False
    return [] if holds else ["randomness.signature: 签名不是drand所签 / drand did not sign this round so."]


def faults_of(draw: Any) -> list[str]:
    """What does not follow from the published rules, in sentences; ValueError or KeyError where this is no draw."""
    if draw["algorithm"] != FORMAT:
        return [f"算法未知 / algorithm: {draw['algorithm']} is not {FORMAT}."]
    _require_shape(draw)
    faults, entries, public = [], draw["entries"], draw["randomness"]
    codes = entries["codes"]
    if len(set(codes)) != len(codes) or codes != sorted(codes) or entries["count"] != len(codes):
        faults.append("entries: 名单有重复、未排序或人数不符 / codes twice, unsorted, or not as many as stated.")
    if entries["sha256"] != list_hash(codes):
        faults.append("entries.sha256: 名单与公布的哈希不符 / the list is not the one whose hash was published.")
    quantities = [prize["quantity"] for prize in draw["prizes"]]
    if min(quantities, default=0) < 1 or sum(quantities) > MOST_PIECES or not 0 <= draw["reserves"] <= MOST_RESERVES:
        return [*faults, "prizes: 奖品或候补数量超出范围 / no prize, or more prizes or reserve than any draw has."]
    faults += _order(draw)
    if draw["seed"] is None:
        return faults
    if sha256(draw["seed"]) != draw["commitment"]:
        faults.append("seed: 种子与事先公布的承诺不符 / the seed is not the one committed to beforehand.")
    if public["source"] not in SOURCES or not is_value(public["source"], public["value"] or ""):
        faults.append("randomness.value: 公开随机值格式不符 / no value that this source publishes.")
        return faults
    faults += _signature(public)
    right_places = winners_of(draw)
    for place, (stated, right) in enumerate(zip(draw["winners"], right_places, strict=False), start=1):
        faults += [
            f"winners[{place}].{name}: 应为{right[name]!r}，文件为{stated.get(name)!r} / is {stated.get(name)!r}, "
            f"must be {right[name]!r}."
            for name in right if stated.get(name) != right[name]
        ]  # fmt: skip
    if len(draw["winners"]) != len(right_places):
        faults.append("winners: 名次数量不符 / not as many places as prizes and reserve.")
    return faults


def _read(data: bytes) -> tuple[Any, list[str]]:
    """The draw of a file, and what is wrong with it by itself; the draw is None where a byte was changed."""
    byte = changed_byte(data)
    if byte is not None:
        return None, [byte]
    draw = json.loads(data)["draw"]
    if render(draw).encode() != data:
        return None, ["写法与生成时不同 / The file is not written as it was made, as where a name stands twice."]
    return draw, faults_of(draw)


def verify(data: bytes, before: bytes | None = None) -> list[str]:
    """All faults of a published file; with the file from before the draw also what changed since."""
    try:
        draw, faults = _read(data)
        if before is not None and draw is not None:
            told, earlier = _read(before)
            if told is not None and told["seed"] is not None:
                earlier.append("seed: 已含种子 / it holds the seed, so it is not from before the draw.")
            faults += [f"先前的文件 / the earlier file: {fault}" for fault in earlier]
            now = draw | {"randomness": draw["randomness"] | {"value": None, "signature": None}}
            faults += [
                f"{name}: 与抽奖前公布的不同 / differs from what was published before the draw."
                for name in FIELDS if told is not None and told[name] != now[name]
            ]  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        return [f"文件不是抽奖文件 / This is no file of a draw ({type(error).__name__}: {str(error)[:200]})."]
    return faults


def told_by(data: bytes, before: bytes | None = None) -> str:
    """What a file without faults says, and what its reader still has to compare; lines."""
    draw = json.loads(data)["draw"]
    count, public = draw["entries"]["count"], draw["randomness"]
    address = SOURCES[public["source"]].address.format(reference=public["reference"])
    if draw["seed"] is None:
        return (
            f"名单{count}人，已冻结，尚未开奖 / {count} participants, list frozen, not drawn yet.\n"
            f"随机值将公布于 / The value will stand at {address}: {public['source']} {public['reference']}."
        )
    won = sum(row["prize"] is not None for row in draw["winners"])
    signed = "未核对drand签名 / The signature of drand was NOT checked: that needs the package py-ecc."
    if public["signature"] is None:
        signed = "文件不含可核对的签名 / The file holds no signature, so only the comparison tells."
    elif signature_holds(public["reference"], public["signature"]):
        signed = "drand签名有效 / The signature of drand was checked and holds."
    missing = (
        "" if before else "\n未与抽奖前的文件比较 / Not compared with the file from before the draw: none was given."
    )
    return (
        f"无误：{count}人参与，{won}份奖品 / Correct: {count} participants, {won} prizes, recomputed.\n"
        f"请到来源核对随机值 / Compare the public value with its source: {public['source']} {public['reference']} = "
        f"{public['value']}, at {address}, to be compared there.\n{signed}{missing}"
    )


def main(arguments: list[str]) -> int:
    """Verify the files that are named; 0 if all is well."""
    if not 1 <= len(arguments) <= 2:
        print("python verifying.py draw.json [draw-before.json]")
        return 2
    files = []
    for name in arguments:
        try:
            with open(name, "rb") as file:
                files.append(file.read(LARGEST_FILE + 1))
        except OSError as error:
            print(f"无法读取 / cannot read {name}: {error.strerror}")
            return 2
    faults = verify(*files)
    for fault in faults:
        print(fault)
    if not faults:
        print(told_by(*files))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
