"""The "About" paragraphs of the issuers, and whom they name."""

from collections.abc import Iterable, Sequence

from statements.intake.lines import Line, join
from statements.intake.openers import ABOUT
from statements.intake.result import TextBlock, plain_text
from statements.vocabulary.blocks import BlockKind


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


def named_issuers(blocks: Iterable[TextBlock]) -> tuple[str, ...]:
    """The organizations that a text's About paragraphs name, in their order, as it names them."""
    about = (plain_text(block) for block in blocks if block.kind == BlockKind.BOILERPLATE)
    openings = (ABOUT.match(text.replace("\n", " – ", 1)) for text in about)
    return tuple(opening["name"].strip() for opening in openings if opening)
