"""The "About" paragraph of an issuer."""

from collections.abc import Sequence

from statements.intake.lines import Line, join
from statements.intake.openers import ABOUT


def split_about(lines: Sequence[Line]) -> tuple[str, str]:
    """A heading line and its text, or no heading where both run on ("About us - We are ...")."""
    first = lines[0].text
    opening = ABOUT.match(first)
    alone = opening is None or opening.end() == len(first)
    if not alone or names_issuer_over_two_lines(lines):
        return "", join(lines)
    return join(lines[:1]), join(lines[1:])


def names_issuer_over_two_lines(lines: Sequence[Line]) -> bool:
    if len(lines) < 2:
        return False
    opening = ABOUT.match(f"{lines[0].text} {lines[1].text}")
    return opening is not None and len(lines[0].text) + 1 < opening.end() < len(join(lines[:2]))
