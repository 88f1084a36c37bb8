"""Which About texts a release prints: the text's own, and the associations' for the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.models import AboutText
from portal.queries.about import newest_about_texts
from statements.intake.describing import described
from statements.models import Block, Statement
from statements.vocabulary.blocks import BlockKind


@dataclass(frozen=True, kw_only=True)
class AboutTexts:
    """`is_own`: the text brings About paragraphs itself; `pinned` are printed besides."""

    is_own: bool
    pinned: Sequence[AboutText]


def about_texts(statement: Statement) -> AboutTexts:
    """What a release prepared now would print.

    An association that the newest text itself describes gets no second About text; neither do
    the associations where the text was issued by other bodies that it names.
    """
    own = list(
        Block.objects.filter(
            revision=statement.revisions.latest("number"), kind=BlockKind.BOILERPLATE
        )
    )
    issuers = statement.issuers_in_order
    if own and statement.issuers_named:
        return AboutTexts(is_own=True, pinned=())
    is_described = described(own, [(issuer.name, issuer.short_name) for issuer in issuers])
    newest = newest_about_texts(issuers)
    return AboutTexts(
        is_own=bool(own),
        pinned=[
            newest[issuer.pk]
            for issuer, is_said in zip(issuers, is_described, strict=True)
            if issuer.pk in newest and not is_said
        ],
    )
