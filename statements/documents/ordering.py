"""In which order signatories are listed, whatever the order in which they signed."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from typing import Any

from statements.models import Signature
from statements.vocabulary.signing import SignatoryOrder

# Not part of a surname when they end a name.
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv|md|phd|esq|ret)", re.IGNORECASE)
_FOREWORDS = re.compile(r"(?:the |(?:city|town|village|county|district) (?:and county )?of )+")


def in_order(
    signatures: Iterable[Signature], order: str, *, leaders: Collection[int]
) -> list[Signature]:
    """Sorted the chosen way. `leaders` are the signatures of the associations' own leaders."""
    keys: dict[str, Callable[[Signature], Any]] = {
        SignatoryOrder.LEADERS: lambda found: (found.pk not in leaders, *_by_organization(found)),
        SignatoryOrder.PLACE: _by_place,
        SignatoryOrder.SURNAME: lambda found: (surname(found.printed_name), found.pk),
        SignatoryOrder.ORGANIZATION: _by_organization,
    }
    return sorted(signatures, key=keys[order])


def surname(name: str) -> str:
    """The last word of a name that is no suffix, and then the whole, ready to be compared."""
    words = [word for word in re.split(r"[\s,]+", name) if word]
    while len(words) > 1 and _SUFFIX.fullmatch(words[-1].replace(".", "")):
        words.pop()
    return f"{_plain(words[-1])} {_plain(name)}" if words else ""


def _by_organization(found: Signature) -> tuple[str, str, int]:
    name = _FOREWORDS.sub("", _plain(found.printed_organization), count=1)
    return name, surname(found.printed_name), found.pk


def _by_place(found: Signature) -> tuple[str, ...]:
    body = found.organization
    return (
        "" if body.country == "US" else body.country,
        _plain(body.region),
        _plain(body.place),
        *map(str, _by_organization(found)),
    )


def _plain(text: str) -> str:
    """Without accents and capitals: Álvarez stands among the A's."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
