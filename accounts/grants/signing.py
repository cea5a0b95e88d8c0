"""Signing an access register so that anybody can check it without this site (R-012, R-107).

The key is made from each key of the vault's ring, which lies outside the database: whoever can write rows cannot
sign. The public key stands on the page Operations and in every file. Each row has its hash in a list that is signed,
so that a check names the row that was changed. No database, no settings but the ring.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from accounts.custody.keyring import key_ring, newest_key

FORMAT = "access-register/1"
PURPOSE = b"governance access register, Ed25519"
KEY_BYTES = 32
PARTS = ("head", "hashes", "sections", "signature")


def _private(key: bytes) -> Ed25519PrivateKey:
    seed = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE).derive(key)
    return Ed25519PrivateKey.from_private_bytes(seed)


def _public_text(private: Ed25519PrivateKey) -> str:
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def public_keys() -> dict[str, str]:
    """The public key of each key of the ring by its name, base64, the signing one first."""
    return {name: _public_text(_private(key)) for name, key in key_ring().items()}


def keys_or_none() -> dict[str, str]:
    """As `public_keys`; empty where the site has no key ring, or one that cannot be read: then nothing is signed."""
    try:
        return public_keys()
    except ImproperlyConfigured:
        return {}


def canonical(value: Any) -> bytes:
    """The one way in which a value is written down before it is hashed or signed."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def hash_of(row: Any) -> str:
    """SHA-256 of one row."""
    return hashlib.sha256(canonical(row)).hexdigest()


def sign(head: Mapping[str, Any], sections: Mapping[str, list[Any]]) -> dict[str, Any]:
    """The file: what it is, its rows by section, the hash of each row, and the signature over head and hashes."""
    name, key = newest_key()
    private = _private(key)
    hashes = {section: [hash_of(row) for row in rows] for section, rows in sections.items()}
    signed = {"head": {**head, "format": FORMAT}, "hashes": hashes}
    value = base64.b64encode(private.sign(canonical(signed))).decode()
    return {
        **signed,
        "sections": dict(sections),
        "signature": {"algorithm": "Ed25519", "key": name, "public_key": _public_text(private), "value": value},
    }


@dataclass(frozen=True, slots=True)
class Fault:
    """What a check found: where, and in words."""

    section: str
    row: int | None
    sentence: str


def check(file: Any, known: Mapping[str, str] | None = None) -> list[Fault]:
    """What does not hold in a signed register; empty where nothing was changed.

    `known` are public keys by name that one trusts; without them the key in the file is taken at its word, which
    shows only that the file is whole. Rows are counted from 1.
    """
    if not isinstance(file, dict) or not all(isinstance(file.get(part), dict) for part in PARTS):
        return [Fault("file", None, _("This is no access register of this software, or a part of it is missing."))]
    faults = _signature_faults(file, known)
    for section in sorted({*file["hashes"], *file["sections"]}):
        faults += _row_faults(section, file["sections"].get(section), file["hashes"].get(section))
    return faults


def _signature_faults(file: dict[str, Any], known: Mapping[str, str] | None) -> list[Fault]:
    signature = file["signature"]
    given = str(signature.get("public_key", ""))
    if known is not None and given not in known.values():
        return [
            Fault("signature", None, _("The file is signed by a key that is not among those of this site."))
        ]  # fmt: skip
    try:
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(given, validate=True))
        value = base64.b64decode(str(signature.get("value", "")), validate=True)
        public.verify(value, canonical({"head": file["head"], "hashes": file["hashes"]}))
    except (ValueError, InvalidSignature):
        return [
            Fault("signature", None, _("The head or the list of hashes was changed after it was signed."))
        ]  # fmt: skip
    return []


def _row_faults(section: str, rows: Any, hashes: Any) -> list[Fault]:
    if not isinstance(rows, list) or not isinstance(hashes, list):
        return [Fault(section, None, _("This part is missing, or has no hashes."))]
    faults = [
        Fault(section, number, _("This row was changed after it was signed."))
        for number, (row, known) in enumerate(zip(rows, hashes, strict=False), start=1)
        if hash_of(row) != known
    ]
    if len(rows) != len(hashes):
        sentence = _("%(rows)d rows stand here, %(signed)d were signed.") % {"rows": len(rows), "signed": len(hashes)}
        faults.append(Fault(section, None, sentence))
    return faults
