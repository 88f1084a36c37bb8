"""The form in which an entry of the record is hashed, and how hashes hang together.

docs/audit.md describes both, with test vectors, for anybody who checks them with other software.
"""

import hashlib
import json
from collections.abc import Mapping

VERSION = "1"
BEFORE_THE_FIRST = "0" * 64
"""What stands in the place of a hash before the first entry."""

COLUMNS = (
    *("id", "at", "transaction", "actor_id", "actor_label", "verb"),
    *("object_type", "object_id", "object_label", "before", "after"),
    *("reason", "address", "session"),
)
"""Every column of an entry, each as text or nothing."""

Entry = Mapping[str, str | None]


def entry_form(previous: str, entry: Entry) -> str:
    """The canonical JSON of an entry behind the hash of the one before."""
    form = {"entry": {name: entry[name] for name in COLUMNS}, "previous": previous}
    return json.dumps(
        {**form, "version": VERSION}, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )


def chained(previous: str, entry: Entry) -> str:
    """The hash of an entry, which holds it and all before it."""
    return hashlib.sha256(entry_form(previous, entry).encode()).hexdigest()
