"""Names of people, compared."""

import unicodedata


def plain_name(name: str) -> str:
    """The name without what two ways to type it differ in: case, spaces, forms of letters."""
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()
