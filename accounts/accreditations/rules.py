"""The facts of professional accreditations: which signature they open, and who puts them on file (R-038). Pure.

An accreditation is what an authority outside gave to a person: a licence to practise, a title as dietitian.
The company neither tests nor gives it; somebody else than its holder looks at the paper and puts it on file.
"""

from __future__ import annotations

# The signature that rests without one (K-3.2a, K-5.3.1).
SIGNING = "governance.sign_adviser"
# Who puts accreditations on file and ends them: whoever manages the accounts whose posts the adviser signs.
FILES = "governance.manage_accounts"
TEXT_LIMIT, NUMBER_LIMIT = 200, 80
# Where the papers lie in the store.
PROOF_FOLDER = "accreditations"
