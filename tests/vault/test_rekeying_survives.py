"""Ten thousand secrets are put under a new key while the process is killed again and again: none is lost."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.vault.site import ROOT, asked, own_site, run, vault_key

pytestmark = [pytest.mark.long, pytest.mark.timeout(240)]

SECRETS, KILLS = 10_000, 4
NEW = "SELECT count(*) FROM accounts_sealedsecret WHERE key_name = 'second'"


def kill_within(env: dict[str, str], more: int) -> int:
    """Start the command, kill it with -9 when so many more secrets lie under the new key; how many lie there then."""
    wanted = asked(env, NEW)[0][0] + more
    process = subprocess.Popen(
        [sys.executable, "manage.py", "rekey_vault"], env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    until = time.monotonic() + 60
    while asked(env, NEW)[0][0] < wanted and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    process.kill()
    process.communicate()
    return int(asked(env, NEW)[0][0])


def test_ten_thousand_secrets_survive_a_change_of_key_that_is_killed_again_and_again(
    tmp_path: Path, migrated_database: Path
) -> None:
    dice = random.Random(11)
    with own_site(tmp_path, migrated_database) as env:
        run(env, "-m", "tests.vault.secrets", "fill", str(SECRETS))
        both = {**env, "VAULT_KEYS": f"{vault_key('second', 2)},{vault_key('first', 1)}"}
        for _time in range(KILLS):
            done = kill_within(both, dice.randrange(1, SECRETS // (KILLS + 2)))
            assert 0 < done < SECRETS, "the process was killed in the midst of its work"
        mixed = json.loads(run(both, "-m", "tests.vault.secrets", "read"))
        assert mixed["whole"] == SECRETS
        run(both, "manage.py", "rekey_vault")
        alone = {**env, "VAULT_KEYS": vault_key("second", 2)}
        told = json.loads(run(alone, "-m", "tests.vault.secrets", "read"))
        assert told == {"whole": SECRETS, "keys": {"second": SECRETS}}
