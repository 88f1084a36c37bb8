"""What statements put into the registry."""

from dataclasses import replace

from django.urls import reverse

from portal.models import Member
from portal.registry import Card, Exporter, JobKind, MadeFile, Panel, PublicStatement, Row, registry
from portal.vocabulary.jobs import RENDER_QUEUE
from statements.models import Statement
from statements.operations.building import make_publication
from statements.operations.demo import load_sample_statements
from statements.operations.demo_life import load_lives
from statements.operations.discussion import STATEMENTS
from statements.operations.documents import STATEMENT_PDF
from statements.operations.publishing import PUBLICATION_JOB
from statements.operations.telling import KINDS
from statements.queries.attachments import holds_attachment
from statements.queries.publishing import file_by_bytes, published_statements
from statements.queries.search import STATEMENT_SEARCH, address
from statements.queries.signing import WaitingSignOn, waiting_sign_ons
from statements.queries.statements import may_work_on, statement_list
from statements.queries.waiting import (
    WaitingOnPrincipal,
    drafts_in_markup,
    texts_to_clear,
    waiting_on_principals,
)
from statements.vocabulary.signing import Standing

ROWS = 4


def statement_url(statement_id: int) -> str:
    ref = Statement.objects.values_list("ref", flat=True).get(pk=statement_id)
    return reverse("statement", args=[ref])


def statement_cards(member: Member) -> list[Card]:
    """What waits on the member and on those whose staff the member is."""
    return [
        *(sign_on_card(found, "Your signature is asked") for found in waiting_sign_ons(member)),
        *(principals_card(found) for found in waiting_on_principals(member)),
        *(clearance_card(statement) for statement in texts_to_clear(member)),
        *(markup_card(statement) for statement in drafts_in_markup(member)),
    ]


def sign_on_card(waiting: WaitingSignOn, label: str) -> Card:
    has_signed = waiting.standing != Standing.SILENT
    task = "Your signature does not count now: reconfirm" if has_signed else "Co-sign or not"
    return Card(
        label=label,
        title=waiting.statement.title,
        detail=f"{task}, for {waiting.organization.name}.",
        url=reverse("sign", args=[waiting.statement.ref]),
        button="Read and answer",
        deadline=waiting.deadline_at,
        is_named_in_mail=True,
    )


def principals_card(found: WaitingOnPrincipal) -> Card:
    """Who reads it here may not sign."""
    label = f"Waits on {found.principal.title} {found.principal.member.name}"
    return replace(sign_on_card(found.waiting, label), button="Read")


def clearance_card(statement: Statement) -> Card:
    return Card(
        label="Your clearance is asked",
        title=statement.title,
        detail="The text is frozen. Read it and clear it for your association.",
        url=reverse("staff_page", args=[statement.ref]),
        button="Read and clear",
        is_named_in_mail=True,
    )


def markup_card(statement: Statement) -> Card:
    return Card(
        label="Your draft is open for markup",
        title=statement.title,
        detail="The working group reads it and comments.",
        url=reverse("statement", args=[statement.ref]),
        button="Read",
        is_named_in_mail=True,
    )


def statement_panel(member: Member) -> Panel:
    """The newest statements that the member may see."""
    rows = [
        Row(
            title=statement.title,
            url=reverse("statement", args=[statement.ref]),
            detail=statement.issuer_names,
            state_label=statement.state_label,
            state_tone=statement.state_tone,
            at=statement.updated_at,
        )
        for statement in statement_list(member)[:ROWS]
    ]
    return Panel(
        title="Statements",
        url=reverse("statement_list"),
        link_label="All statements",
        rows=rows,
        empty="No statement is open to you yet. Start one from a text you have.",
    )


def public_statements() -> list[PublicStatement]:
    """The newest statements that are out and were not withdrawn."""
    return [
        PublicStatement(
            title=publication.snapshot["title"],
            url=reverse("statement", args=[publication.statement.ref]),
            issuers=publication.statement.issuer_names,
            published_at=publication.release_at,
        )
        for publication in published_statements().filter(withdrawn_at__isnull=True)[:ROWS]
    ]


def released_file(sha256: str) -> MadeFile | None:
    """The file of a release that is out, by its bytes."""
    found = file_by_bytes(sha256)
    if found is None or (built_at := found.publication.built_at) is None:
        return None
    return MadeFile(title=found.publication.snapshot["title"], made_at=built_at)


registry.add_job_kind(
    JobKind(
        name=PUBLICATION_JOB,
        queue=RENDER_QUEUE,
        run=make_publication,
        failed="The files of this release could not be made. Build them again, or undo it.",
        max_attempts=8,
    )
)
registry.public_statements.append(public_statements)
registry.made_files.append(released_file)
registry.add_exporter(
    Exporter(
        kind=STATEMENT_PDF,
        may_see=may_work_on,
        render="statements.documents.printing.render_statement",
        subject_url=statement_url,
        back_label="Back to the statement",
    )
)
registry.panels.append(statement_panel)
registry.demo.append(load_sample_statements)
registry.demo.append(load_lives)
registry.attachment_holders.append(holds_attachment)
registry.searchers.append(STATEMENT_SEARCH)
registry.references.append(address)
registry.add_thread_holder(STATEMENTS)
registry.cards.append(statement_cards)
for kind in KINDS:
    registry.add_announcement_kind(kind)
