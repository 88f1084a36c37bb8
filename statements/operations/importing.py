"""Making a statement from a text that was written elsewhere."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Now
from django.utils.text import Truncator

from portal.audit import record
from portal.models import Member, Organization
from portal.operations.references import new_reference
from portal.operations.screening import check_screened
from portal.vocabulary.audit import Verb
from statements.intake import StatementText, TextBlock, named_issuers, plain_text, read_statement
from statements.models import Block, Issuer, Revision, Source, Statement
from statements.vocabulary.blocks import BlockKind
from statements.vocabulary.digest import text_digest


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where an imported text comes from, and for whom."""

    file_name: str
    organization: Organization
    issuers: Sequence[Organization]
    actor: Member | None
    is_sample: bool = False


@transaction.atomic
def import_statement(*, text: str, origin: Origin) -> Statement:
    """Reads clean text into a new draft; raises Refusal when it holds no statement.

    The text itself and what of it was left over are kept beside the draft; what is never stored
    raises ScreeningStop.
    """
    check_screened(texts={"text": text, "file_name": origin.file_name})
    read = read_statement(text)
    statement = _create_statement(read, origin)
    _create_revision(read, statement, origin)
    Source.objects.create(
        statement=statement,
        file_name=origin.file_name[:200],
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        leftovers=[
            {"line": left.line, "text": left.text, "reason": left.reason} for left in read.leftovers
        ],
    )
    record(
        Verb.STATEMENT_IMPORTED,
        actor=origin.actor,
        subject=statement,
        after={"file": origin.file_name, "blocks": len(read.blocks)},
    )
    return statement


def _create_statement(read: StatementText, origin: Origin) -> Statement:
    statement = Statement.objects.create(
        ref=new_reference("S", Statement.objects.all()),
        title=_title(read)[:500],
        document_type=read.document_type,
        language=read.language,
        organization=origin.organization,
        issuers_named=_names_of_others(read),
        handed_over_at=Now() if origin.organization.is_association else None,
        release_line=(read.release_line or "")[:200],
        embargo_line=(read.embargo_line or "")[:200],
        embargo_until=read.embargo_until,
        document_date=(read.document_date or "")[:100],
        media_contact="\n\n".join(read.media_contacts),
        created_by=origin.actor,
        is_sample=origin.is_sample,
    )
    statement.refresh_from_db(fields=["handed_over_at"])
    Issuer.objects.bulk_create(
        Issuer(statement=statement, organization=issuer, position=position)
        for position, issuer in enumerate(origin.issuers)
    )
    return statement


def _title(read: StatementText) -> str:
    """The headline; a text without one is called by its addressee or its first words."""
    first = {block.kind: block for block in reversed(read.blocks)}
    if headline := first.get(BlockKind.HEADLINE):
        return " ".join(plain_text(headline).split())
    if addressee := first.get(BlockKind.ADDRESSEE):
        return f"Letter to {plain_text(addressee).splitlines()[0]}"
    return Truncator(" ".join(plain_text(read.blocks[0]).split())).words(12)


def _names_of_others(read: StatementText) -> list[str]:
    """The issuers that the text itself names, where none of them is an organization here."""
    names = list(named_issuers(read.blocks))
    known = Organization.objects.filter(name__in=names).exists()
    return [] if known else names


def _create_revision(read: StatementText, statement: Statement, origin: Origin) -> Revision:
    revision = Revision.objects.create(
        statement=statement,
        number=1,
        reason=f"Read from {origin.file_name}"[:300],
        author=origin.actor,
        digest=text_digest(read.blocks, language=read.language),
    )
    Block.objects.bulk_create(
        _block(found, revision, position) for position, found in enumerate(read.blocks)
    )
    return revision


def _block(found: TextBlock, revision: Revision, position: int) -> Block:
    return Block(
        revision=revision,
        position=position,
        key=uuid.uuid4(),
        kind=found.kind,
        html=found.html,
        speaker=found.speaker[:200],
        speaker_title=found.speaker_title[:200],
        in_quotation=found.running_quote,
    )
