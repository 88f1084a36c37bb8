"""Numbers as pages and addresses send them."""

LONGEST = 18
"""Digits that every key of the database fits in. Python itself refuses to read some thousands."""


def whole_number(typed: str | None) -> int | None:
    """None for what is no whole number, or one that nothing here is counted by."""
    is_number = typed is not None and typed.isascii() and typed.isdecimal()
    return int(typed) if typed is not None and is_number and len(typed) <= LONGEST else None
