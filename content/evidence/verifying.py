"""Checks an evidence pack anywhere: `python verifying.py FILE`; Python alone, no database, no site (R-034).

A pack (JSON) is written in one canonical way. `parts` holds the SHA-256 of every value under its path, `root` the
SHA-256 over all of them, `sums` two sums over the bytes from which a single changed byte can be told. A pack set as
PDF ends with a line that holds the root of its JSON, the sums of the pages, and the SHA-256 of all that stands before.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = "evidence-pack/1"
APPROVALS = ("approve", "approve_note")
# Marks of a criterion with which a version may be approved.
YES = ("pass", "na")
STAGES = ("first", "final")
# How long a confirmed password counts, and a second for how moments are rounded.
CONFIRMED_FOR = timedelta(minutes=5, seconds=1)
ENVELOPE = ("format", "pack", "parts", "root")
# A prime beyond every sum of positions times bytes in a file that anybody keeps.
PRIME = 2**61 - 1
SUMS = re.compile(rb'\n "sums": \[(\d{1,20}), (\d{1,20})\]\n\}\n\Z')
PDF_LINE = re.compile(rb"\n%evidence root=([0-9a-f]{64}) sums=(\d{1,20}),(\d{1,20}) sha256=([0-9a-f]{64})\n\Z")
# The longest such line.
PDF_LINE_MOST = 210


class Fault(NamedTuple):
    """What is wrong: a path or a byte, and the sentence."""

    where: str
    sentence: str


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its path, as in /signatures/0/signer."""
    if isinstance(value, dict) and value:
        for key in sorted(value):
            yield from leaves(value[key], f"{path}/{key}")
    elif isinstance(value, list) and value:
        for place, item in enumerate(value):
            yield from leaves(item, f"{path}/{place}")
    else:
        yield path, value


def canonical(value: Any) -> str:
    """The one way in which a value is written for its hash: as the versions of drafts are."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def parts_of(pack: Any) -> dict[str, str]:
    """The hash of every value under its path."""
    return {path: sha256(f"{path}={canonical(value)}") for path, value in leaves(pack)}


def root_of(parts: dict[str, str]) -> str:
    """One hash over all."""
    return sha256("\n".join(f"{path} {parts[path]}" for path in sorted(parts)))


def sums_of(data: bytes) -> tuple[int, int]:
    """The sum of the bytes, and of each times its place counted from one."""
    return sum(data) % PRIME, sum(place * byte for place, byte in enumerate(data, start=1)) % PRIME


def changed_byte(data: bytes, sums: tuple[int, int]) -> tuple[int, int] | None:
    """Place (from zero) and former value of the one byte that differs from what the sums were made of, or None."""
    now = sums_of(data)
    less, moment = (sums[0] - now[0]) % PRIME, (sums[1] - now[1]) % PRIME
    less = less - PRIME if less > PRIME // 2 else less
    moment = moment - PRIME if moment > PRIME // 2 else moment
    if not less or moment % less:
        return None
    place = moment // less - 1
    if not 0 <= place < len(data) or not 0 <= data[place] + less <= 255:
        return None
    return place, data[place] + less


def written(pack: Any) -> bytes:
    """The file of a pack."""
    parts = parts_of(pack)
    body = {"format": FORMAT, "pack": pack, "parts": parts, "root": root_of(parts)}
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, indent=1)
    head = text.removesuffix("\n}").encode() + b","
    first, second = sums_of(head)
    return head + f'\n "sums": [{first}, {second}]\n}}\n'.encode()


def sealed_pdf(pages: bytes, root: str) -> bytes:
    """The pages with the line at their end that tells whether they were changed; readers of PDF pass over it."""
    first, second = sums_of(pages)
    before = pages + f"\n%evidence root={root} sums={first},{second} sha256=".encode()
    return before + hashlib.sha256(before).hexdigest().encode() + b"\n"


def verify(data: bytes) -> tuple[str, list[Fault]]:
    """The root of the pack as the file states it, and everything that is wrong with it."""
    if data.startswith(b"%PDF"):
        return _verify_pdf(data)
    found = SUMS.search(data)
    head = data[: found.start()] if found else data
    faults = _byte(head, (int(found[1]), int(found[2]))) if found else [
        Fault("end", "The file does not end as an evidence pack ends: its last lines were cut or changed.")
    ]  # fmt: skip
    try:
        body = json.loads(data.decode())
    except (ValueError, RecursionError) as error:
        return "", [*faults, Fault("file", f"The file cannot be read as JSON in UTF-8: {error}.")]
    if not isinstance(body, dict) or body.get("format") != FORMAT or set(ENVELOPE) - body.keys():
        return "", [*faults, Fault("format", "This is not an evidence pack, or its frame was changed.")]
    root, parts, pack = str(body["root"]), body["parts"], body["pack"]
    if not isinstance(parts, dict) or not isinstance(pack, dict):
        return root, [*faults, Fault("parts", "The list of hashes is not one.")]
    faults += _compare(parts_of(pack), parts, root)
    faults += list(_sense(pack))
    if not faults and written(pack) != data:
        faults.append(Fault("file", "The values are right, but the file is not written as it was made."))
    return root, faults


def _verify_pdf(data: bytes) -> tuple[str, list[Fault]]:
    found = PDF_LINE.search(data)
    if found and hashlib.sha256(data[: found.start(4)]).hexdigest() == found[4].decode():
        return found[1].decode(), _byte(data[: found.start()], (int(found[2]), int(found[3])))
    root = found[1].decode() if found else ""
    one = _in_last_line(data)
    if one is not None:
        return root, [_changed(data, *one)]
    if not found:
        return "", [Fault("end", "The last line of the PDF, which holds its hash, was cut or changed.")]
    named = _byte(data[: found.start()], (int(found[2]), int(found[3])))
    return root, named or [Fault("end", "More than one byte of the last line of the PDF was changed.")]


def _in_last_line(data: bytes) -> tuple[int, int] | None:
    """Place (from zero) and former value of the one changed byte of the last line of a PDF, or None."""
    start = max(len(data) - PDF_LINE_MOST, 0)
    head, tail = hashlib.sha256(data[:start]), data[start:]
    for place in range(len(tail)):
        for byte in range(256):
            whole = tail[:place] + bytes([byte]) + tail[place + 1 :]
            found = PDF_LINE.search(whole)
            if found is None or not found.start() <= place:
                continue
            made = head.copy()
            made.update(whole[: found.start(4)])
            if made.hexdigest() == found[4].decode():
                return start + place, byte
    return None


def _changed(data: bytes, place: int, before: int) -> Fault:
    line = data.count(b"\n", 0, place) + 1
    return Fault(
        f"byte {place}", f"One byte was changed: byte {place} (line {line}) is {data[place]}, and was {before}."
    )


def _byte(data: bytes, sums: tuple[int, int]) -> list[Fault]:
    if sums_of(data) == sums:
        return []
    one = changed_byte(data, sums)
    if one is None:
        return [Fault("bytes", "More than one byte was changed, or the sums at the end were.")]
    return [_changed(data, *one)]


def _compare(actual: dict[str, str], stated: dict[str, Any], root: str) -> Iterator[Fault]:
    if root_of(actual) == root:
        for path in sorted(actual.keys() | stated.keys()):
            if actual.get(path) != stated.get(path):
                yield Fault(path, f"The list of hashes was changed at {path}; the value itself is right.")
        return
    for path in sorted(actual.keys() | stated.keys()):
        if path not in stated:
            yield Fault(path, f"{path} was added.")
        elif path not in actual:
            yield Fault(path, f"{path} was taken out.")
        elif actual[path] != stated[path]:
            yield Fault(path, f"{path} was changed.")
    if actual == stated:
        yield Fault("/root", "The hash over all values was changed.")


def _sense(pack: dict[str, Any]) -> Iterator[Fault]:
    """What the pack says about itself: versions hash to what was signed, by different people who did not write."""
    try:
        yield from _versions(pack)
        yield from _signatures(pack)
        yield from _corrections(pack)
        yield from _ledger(pack)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        yield Fault("pack", f"Something that belongs into a pack is missing: {error!r}.")


def _versions(pack: dict[str, Any]) -> Iterator[Fault]:
    for place, version in enumerate(pack["versions"]):
        if sha256(canonical(version["sealed"])) != version["sha256"]:
            yield Fault(f"/versions/{place}/sha256", f"Version {version['number']} is not what its hash covers.")


def _corrections(pack: dict[str, Any]) -> Iterator[Fault]:
    """Each is what its hash covers, and somebody else agreed to what was done; packs of before hold none."""
    for place, row in enumerate(pack["publications"]):
        for number, correction in enumerate(row.get("corrections", [])):
            where = f"/publications/{place}/corrections/{number}"
            if sha256(correction["corrected_text"]) != correction["sha256"]:
                yield Fault(f"{where}/sha256", f"A correction at {row['url']} is not what its hash covers.")
            for each in correction["decisions"]:
                # Decisions of before, and the packs of then, tell of no confirmation.
                if each.get("reauthenticated_at") and not _fresh(each["reauthenticated_at"], each["at"]):
                    yield Fault(
                        f"{where}/decisions",
                        f"The password was not confirmed just before a decision on a correction at {row['url']}.",
                    )
            yes = [each["by"]["id"] for each in correction["decisions"] if each["verdict"] == "agree"]
            if correction["corrected_at"] and not set(yes) - {correction["asked_by"]["id"]}:
                yield Fault(f"{where}/decisions", f"Nobody but who asked agreed to a correction at {row['url']}.")


def _signatures(pack: dict[str, Any]) -> Iterator[Fault]:
    known = {version["number"]: version["sha256"] for version in pack["versions"]}
    released: dict[int, list[str]] = {}
    for row in pack["publications"]:
        released.setdefault(row["version"], []).append(row["published_at"])
        if row["sha256"] != known.get(row["version"]):
            yield Fault(
                "/publications", f"What was released at {row['url']} is not the hash of version {row['version']}."
            )
    for number in sorted(released or ({pack["approved_version"]} - {None})):
        slots = [row for row in pack["signatures"] if row["version"] == number]
        open_slots = [row["code"] for row in slots if row["decision"] not in APPROVALS]
        if open_slots:
            yield Fault("/signatures", f"Version {number} lacks the signature {', '.join(open_slots)}.")
        signers = [row["signer"]["id"] for row in slots if row["signer"]]
        if len(set(signers)) < len(signers) or len(set(signers)) < len(STAGES):
            yield Fault("/signatures", f"Version {number} was not signed by different people.")
        if {row["stage"] for row in slots} < set(STAGES):
            yield Fault("/signatures", f"Version {number} did not pass both stages.")
        if set(signers) & _writers(pack, number):
            yield Fault("/signatures", f"Version {number} was signed by somebody who wrote it.")
        yield from _held(pack, number, released.get(number, []))
    for place, row in enumerate(pack["signatures"]):
        if row["decision"] and row["sha256"] != known.get(row["version"]):
            yield Fault(f"/signatures/{place}/sha256", f"{row['code']} covers another hash than its version has.")


def _writers(pack: dict[str, Any], number: int) -> set[int]:
    """Who had written when that version was submitted; a pack of before names all who ever wrote."""
    named = [row.get("writers") for row in pack["versions"] if row["number"] == number]
    return {person["id"] for person in (named[0] if named else None) or pack["writers"]}


def _held(pack: dict[str, Any], number: int, releases: list[str]) -> Iterator[Fault]:
    """Whether each signature of a version was there when it was released, and says yes to everything it marks."""
    for place, row in enumerate(pack["signatures"]):
        if row["version"] != number or row["decision"] not in APPROVALS:
            continue
        where = f"/signatures/{place}"
        for at in releases:
            if not row["decided_at"] or _moment(row["decided_at"]) > _moment(at):
                yield Fault(f"{where}/decided_at", f"{row['code']} was signed after the release of version {number}.")
            if row["voided_at"] and _moment(row["voided_at"]) <= _moment(at):
                yield Fault(f"{where}/voided_at", f"{row['code']} was void when version {number} was released.")
        if not releases and row["voided_at"]:
            yield Fault(
                f"{where}/voided_at", f"{row['code']} is void, though version {number} is said to be approved."
            )
        for code in row["criteria"]:
            if row["marks"].get(code) not in YES:
                yield Fault(f"{where}/marks", f"{row['code']} approved without a yes to {code}.")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _fresh(confirmed: str, at: str) -> bool:
    """Whether the password was confirmed in the minutes before."""
    return timedelta(0) <= _moment(at) - _moment(confirmed) <= CONFIRMED_FOR


def remarks(data: bytes) -> list[str]:
    """What a whole pack cannot show by itself, in sentences: entries that had no seal when it was made."""
    if data.startswith(b"%PDF"):
        return ["The pages are whole. Whether they say what the pack says is told by its JSON, which has this root."]
    entries = json.loads(data)["pack"]["ledger"]
    unsealed = [str(row["columns"][0]) for row in entries if row["seal"] is None]
    if not unsealed:
        return []
    return [
        f"{len(unsealed)} of {len(entries)} entries of the ledger had no seal yet when the pack was made: "
        f"{', '.join(unsealed)}. Nothing in the pack shows that they are as they were written."
    ]


def _ledger(pack: dict[str, Any]) -> Iterator[Fault]:
    for place, row in enumerate(pack["ledger"]):
        if row["seal"] is not None and sha256(canonical([*row["seal"][:2], *row["columns"]])) != row["seal"][2]:
            yield Fault(f"/ledger/{place}", f"Entry {row['columns'][0]} of the ledger is not what its seal covers.")


def main(arguments: list[str]) -> int:
    """Print what was found; 0 where everything is right, 1 where something is not, 2 where there is no file."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python verifying.py FILE\n")
        return 2
    try:
        data = Path(arguments[0]).read_bytes()
    except OSError as error:
        sys.stderr.write(f"{arguments[0]} cannot be read: {error.strerror}.\n")
        return 2
    root, faults = verify(data)
    for fault in faults:
        sys.stdout.write(f"{fault.where}: {fault.sentence}\n")
    if not faults:
        for remark in remarks(data):
            sys.stdout.write(f"{remark}\n")
        sys.stdout.write(f"Whole. Root {root}; the ledger of the company holds the same in the entry of this pack.\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
