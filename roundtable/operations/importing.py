"""Making a proposal and its issues from an outline that was written elsewhere."""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from portal.audit import record
from portal.models import Member, Organization
from portal.operations.screening import check_screened
from portal.vocabulary.audit import Verb
from roundtable.intake import AgendaText, Node, read_agenda
from roundtable.models import Issue, Proposal
from roundtable.operations.references import (
    last_top_number,
    next_proposal_ref,
    wait_for_turn,
)


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where an imported outline comes from, and whom it addresses."""

    file_name: str
    issuer: Organization | None
    counterpart: Organization | None
    actor: Member | None
    is_sample: bool = False


@transaction.atomic
def import_agenda(*, text: str, origin: Origin) -> Proposal:
    """Reads clean text into a proposal with its tree of issues; raises Refusal without an outline.

    References go on where the last proposal's ended and stay for life: `R-5`, `R-5.1`. What is
    never stored raises ScreeningStop.
    """
    check_screened(texts={"text": text, "file_name": origin.file_name})
    read = read_agenda(text)
    wait_for_turn()
    proposal = _create_proposal(read, text, origin)
    _create_issues(read.nodes, proposal)
    record(
        Verb.AGENDA_IMPORTED,
        actor=origin.actor,
        subject=proposal,
        after={"file": origin.file_name, "issues": len(read.nodes)},
    )
    return proposal


def _create_proposal(read: AgendaText, text: str, origin: Origin) -> Proposal:
    return Proposal.objects.create(
        ref=next_proposal_ref(),
        title=(read.title or origin.file_name)[:500],
        issuer=origin.issuer or _named(read.issuer_hint),
        issuer_named=read.issuer_hint[:300],
        counterpart=origin.counterpart,
        background_before=list(read.background_before),
        background_after=list(read.background_after),
        file_name=origin.file_name[:200],
        source_text=text,
        source_sha256=hashlib.sha256(text.encode()).hexdigest(),
        leftovers=[
            {"line": left.line, "text": left.text, "reason": left.reason} for left in read.leftovers
        ],
        created_by=origin.actor,
        is_sample=origin.is_sample,
    )


def _named(name: str) -> Organization | None:
    return Organization.objects.filter(name__iexact=name).first() if name else None


def _create_issues(nodes: tuple[Node, ...], proposal: Proposal) -> None:
    first = last_top_number()
    line: list[Issue] = []
    for position, node in enumerate(nodes):
        parent = line[node.depth - 1] if node.depth else None
        issue = Issue.objects.create(
            ref=_ref(node.number, first),
            proposal=proposal,
            parent=parent,
            position=position,
            depth=node.depth,
            is_heading=node.is_heading,
            title=node.title,
            minutes=node.minutes,
            presenter=node.presenter[:200],
        )
        line[node.depth :] = [issue]


def _ref(number: str, first: int) -> str:
    top, _, rest = number.partition(".")
    return f"R-{int(top) + first}" + (f".{rest}" if rest else "")
