"""References that tell nothing: not how many there are, nor which came first."""

import secrets
from typing import Any

from django.db.models import QuerySet

# Crockford's base 32 without vowels: a reference is easy to read out and spells no word.
ALPHABET = "0123456789BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 5


def new_reference(prefix: str, among: QuerySet[Any]) -> str:
    """`S-7K3MP`: one that none of these has as its `ref` yet."""
    while True:
        ref = f"{prefix}-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if not among.filter(ref=ref).exists():
            return ref
