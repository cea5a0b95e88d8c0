"""When beat rings for the ledger: name, task, seconds."""

BEAT = (("ledger-seal", "governance.ledger.tasks.seal_and_write_checkpoint", 60),)
