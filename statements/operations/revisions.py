"""One revision: its blocks checked and written, the title, the record and the news with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from portal.audit import record
from portal.intake import check_text
from portal.models import Member
from portal.notify import announce
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.rich_text import sanitized
from statements.intake import TextBlock, plain_text
from statements.intake.marks import to_html, to_marks
from statements.intake.quotes import mark_running
from statements.lifecycle import REVISABLE
from statements.models import Block, Revision, Statement
from statements.vocabulary.blocks import BlockKind
from statements.vocabulary.digest import text_digest

MOST_BLOCKS = 400
TOO_LONG = (
    f"This text has more than {MOST_BLOCKS} passages. Put short ones together, or leave out what "
    "is only attached to the statement."
)


@dataclass(frozen=True, kw_only=True)
class DraftBlock:
    """A block as it is to be saved; without a key it is new."""

    key: UUID | None = None
    kind: str
    html: str
    speaker: str = ""
    speaker_title: str = ""


def checked_blocks(drafts: Sequence[DraftBlock], *, known: Mapping[UUID, Block]) -> list[Block]:
    """Clean blocks in order, empty ones left out; raises Refusal.

    `known` are all blocks that the statement ever had: a key must be one of theirs. A block whose
    text was not touched keeps its HTML to the letter.
    """
    keys = [draft.key for draft in drafts if draft.key is not None]
    if len(set(keys)) < len(keys) or not known.keys() >= set(keys):
        raise Refusal("A passage of this form belongs elsewhere. Open the editor again.")
    texts = [(draft.key, _text(draft, number)) for number, draft in enumerate(drafts, start=1)]
    kept = [(key, text) for key, text in texts if plain_text(text).strip()]
    if not kept:
        raise Refusal("There is no text yet. Write something before you save.")
    if len(kept) > MOST_BLOCKS:
        raise Refusal(TOO_LONG)
    running = mark_running([text for _, text in kept])
    return [
        _block(text, key, known, position)
        for position, ((key, _), text) in enumerate(zip(kept, running, strict=True))
    ]


def copied_blocks(revision: Revision) -> list[Block]:
    """The blocks of an old revision for a new one, with their keys."""
    return [
        Block(
            position=block.position,
            key=block.key,
            kind=block.kind,
            html=block.html,
            speaker=block.speaker,
            speaker_title=block.speaker_title,
            in_quotation=block.in_quotation,
        )
        for block in revision.blocks.all()
    ]


def is_same_text(blocks: Iterable[Block], others: Iterable[Block]) -> bool:
    return [_facts(block) for block in blocks] == [_facts(block) for block in others]


def write_revision(
    *,
    statement: Statement,
    blocks: Sequence[Block],
    reason: str,
    actor: Member | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Revision:
    """Adds the next revision to a locked statement, renames the statement by its headline, and
    tells the signers. `before` and `after` go on record with the version and the text code."""
    last = statement.revisions.order_by("number").last()
    revision = Revision.objects.create(
        statement=statement,
        number=last.number + 1 if last else 1,
        reason=reason[:300],
        author=actor,
        digest=text_digest(blocks, language=statement.language),
    )
    for block in blocks:
        block.revision = revision
    Block.objects.bulk_create(blocks)
    _retitle(statement, blocks)
    record(
        Verb.STATEMENT_REVISED,
        actor=actor,
        subject=statement,
        before={**_version(last), **(before or {})} if last else None,
        after={**_version(revision), **(after or {})},
        reason=reason,
    )
    if statement.state in REVISABLE:
        announce(
            "text_changed",
            subject_id=statement.pk,
            key=f"text:{revision.pk}",
            detail={"version": revision.number},
        )
    return revision


def _text(draft: DraftBlock, number: int) -> TextBlock:
    if draft.kind not in BlockKind.values:
        raise Refusal("A passage has no kind. Choose one for each.")
    is_quote = draft.kind == BlockKind.QUOTE
    return TextBlock(
        kind=BlockKind(draft.kind),
        html=sanitized(_clean(draft.html, number)),
        speaker=_line(draft.speaker, number) if is_quote else "",
        speaker_title=_line(draft.speaker_title, number) if is_quote else "",
    )


def _clean(text: str, number: int) -> str:
    """What hides from a reader is refused, because a signature binds the text that was shown."""
    if not text.strip():
        return ""
    try:
        return check_text(text)
    except Refusal as refusal:
        raise Refusal(f"Passage {number}: {refusal}") from refusal


def _line(text: str, number: int) -> str:
    return " ".join(_clean(text, number).split())[:200]


def _block(text: TextBlock, key: UUID | None, known: Mapping[UUID, Block], position: int) -> Block:
    old = known[key] if key is not None else None
    is_kept = old is not None and _is_untouched(old, text)
    return Block(
        position=position,
        key=key or uuid4(),
        kind=text.kind,
        html=old.html if old is not None and is_kept else text.html,
        speaker=text.speaker,
        speaker_title=text.speaker_title,
        in_quotation=text.running_quote,
    )


def _is_untouched(old: Block, text: TextBlock) -> bool:
    """Whether it is the old text as the editor gives it back."""
    return old.kind == text.kind and to_html(to_marks(old.html, old.kind), old.kind) == text.html


def _facts(block: Block) -> tuple[object, ...]:
    return (
        *(block.key, str(block.kind), block.html),
        *(block.speaker, block.speaker_title, block.in_quotation),
    )


def _retitle(statement: Statement, blocks: Sequence[Block]) -> None:
    headline = next((block for block in blocks if block.kind == BlockKind.HEADLINE), None)
    if headline is None:
        return
    shown = TextBlock(kind=BlockKind.HEADLINE, html=headline.html)
    title = " ".join(plain_text(shown).split())[:500]
    if title and title != statement.title:
        statement.title = title
        statement.save(update_fields=["title"])


def _version(revision: Revision) -> dict[str, Any]:
    return {"version": revision.number, "digest": revision.digest}
