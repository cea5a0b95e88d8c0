"""For test_rekeying_survives: fills a vault, and opens all that lies in it.

python -m tests.vault.secrets fill COUNT
python -m tests.vault.secrets read          prints how many open to what was put in, and under which keys they lie
"""

from __future__ import annotations

import json
import sys
from collections import Counter

import django


def secret_of(number: int) -> str:
    """What lies in the credential of that number."""
    return f"Regal{number}:mango=Fjord-biene"


def fill(count: int) -> None:
    """So many logins of one account, sealed under the newest key."""
    from django.utils import timezone

    from accounts.custody.models import Credential, SealedSecret
    from accounts.custody.sealing import seal_secret
    from accounts.models import PlatformAccount, User

    account = PlatformAccount.objects.create(handle="vault", platform="weibo", name_zh="库", name_en="Vault")
    custodian = User.objects.create_user("custodian")
    credentials = Credential.objects.bulk_create(
        Credential(
            account=account, kind="password", login=str(number), custodian=custodian, number=1,
            created_at=timezone.now(),
        )
        for number in range(count)
    )  # fmt: skip
    sealed = [(row, seal_secret(secret_of(int(row.login)), credential_id=row.pk, number=1)) for row in credentials]
    SealedSecret.objects.bulk_create(
        SealedSecret(credential=row, number=1, key_name=one.key_name, ciphertext=one.ciphertext) for row, one in sealed
    )


def read() -> dict[str, object]:
    """How many open, and how many rows lie under each key."""
    from accounts.custody.models import SealedSecret
    from accounts.custody.sealing import Sealed, open_secret

    keys: Counter[str] = Counter()
    whole = 0
    for row in SealedSecret.objects.select_related("credential").iterator(chunk_size=2000):
        keys[row.key_name] += 1
        found = open_secret(Sealed(row.key_name, bytes(row.ciphertext)), credential_id=row.pk, number=row.number)
        whole += found == secret_of(int(row.credential.login))
    return {"whole": whole, "keys": dict(keys)}


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        print(json.dumps(read()))
