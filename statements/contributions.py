"""What statements put into the registry."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.urls import reverse

from portal.models import Member, Organization
from portal.registry import Card, Exporter, JobKind, MadeFile, Panel, PublicStatement, Row, registry
from portal.vocabulary.jobs import RENDER_QUEUE
from statements.models import CounselRequest, Statement
from statements.operations.building import make_publication
from statements.operations.demo import load_sample_statements
from statements.operations.demo_life import load_lives
from statements.operations.demo_succession import load_succession
from statements.operations.discussion import STATEMENTS
from statements.operations.documents import STATEMENT_PDF
from statements.operations.publishing import PUBLICATION_JOB
from statements.operations.reading import note_pdf_taken
from statements.operations.succession import LAPSED, ask_successors
from statements.operations.telling import KINDS
from statements.operations.telling_asked import KINDS as ASKED_KINDS
from statements.queries.attachments import holds_attachment
from statements.queries.city_side import CityWait, city_waits
from statements.queries.counsel import questions_to
from statements.queries.history import KIND as RECORD_KIND
from statements.queries.publishing import file_by_bytes, published_statements
from statements.queries.search import STATEMENT_SEARCH, address
from statements.queries.signed import signatures_of
from statements.queries.signing import WaitingSignOn, waiting_sign_ons
from statements.queries.statements import may_work_on, statement_list
from statements.queries.waiting import (
    WaitingOnPrincipal,
    drafts_in_markup,
    texts_to_clear,
    waiting_on_principals,
)
from statements.vocabulary.signing import Standing

if TYPE_CHECKING:
    from statements.queries.signed import SignedStatement

ROWS = 4
SIGNED_ROWS = 50


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
    task = "Co-sign or not"
    if waiting.is_anew:
        task = "The signature of an earlier text does not count now: sign the new one"
    elif waiting.standing != Standing.SILENT:
        task = "Your signature does not count now: reconfirm"
    away = f", while {waiting.stands_in_for} is away" if waiting.stands_in_for else ""
    return Card(
        label=label,
        title=waiting.statement.title,
        detail=f"{task}, for {waiting.organization.name}{away}.",
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


def asked_cards(member: Member) -> list[Card]:
    """What a city and counsel are asked."""
    return [
        *(city_card(found) for found in city_waits(member)),
        *(counsel_card(found) for found in questions_to(member)),
    ]


def city_card(wait: CityWait) -> Card:
    """Who reads it for somebody else may not answer."""
    agency, city = wait.rule.agency.short_name, wait.rule.city.short_name
    detail = f"{agency} can sign once you say for {city} that there is no objection."
    if wait.rule.free_at is not None:
        detail = f"{agency} is asked to sign. {city} can object until the hours are over."
    head = wait.head
    return Card(
        label=f"Waits on {head.title} {head.member.name}" if head else "Your city is asked",
        title=wait.statement.title,
        detail=detail,
        url=reverse("city_answer", args=[wait.statement.ref, wait.rule.agency.pk]),
        button="Read" if head else "Read and answer",
        deadline=wait.until,
        is_named_in_mail=True,
    )


def counsel_card(asked: CounselRequest) -> Card:
    return Card(
        label="Your legal advice is asked",
        title=asked.statement.title,
        detail=f"As counsel of {asked.organization.name}: three buttons, no letter.",
        url=reverse("counsel", args=[asked.statement.ref, asked.pk]),
        button="Read and answer",
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


def statements_of(member: Member, organization: Organization) -> Panel:
    """What an association issued, and what any other organization signed."""
    is_issuing = organization.is_association
    return Panel(
        title="Statements issued" if is_issuing else "Statements signed",
        url=reverse("statement_list"),
        link_label="All statements",
        rows=issued_rows(organization) if is_issuing else signed_rows(member, organization),
        empty="None is published yet." if is_issuing else "None that you can see.",
    )


def issued_rows(organization: Organization) -> list[Row]:
    """Those that are out."""
    issued = published_statements().filter(statement__issuings__organization=organization)
    return [
        Row(
            title=publication.snapshot["title"],
            url=reverse("statement", args=[publication.statement.ref]),
            detail=publication.statement.issuer_names,
            state_label="Statement withdrawn" if publication.withdrawn_at else "",
            state_tone="stop",
            at=publication.release_at,
        )
        for publication in issued[:SIGNED_ROWS]
    ]


def signed_rows(member: Member, organization: Organization) -> list[Row]:
    """Of that which the member may know."""
    return [
        Row(
            title=found.statement.title,
            url=reverse("statement", args=[found.statement.ref]),
            detail=f"{found.printed_name}, {found.printed_title}",
            state_label=signed_label(found),
            state_tone="stop" if found.ended_at or found.is_withdrawn else "neutral",
            at=found.signed_at,
        )
        for found in signatures_of(organization, member)[:SIGNED_ROWS]
    ]


def signed_label(found: "SignedStatement") -> str:
    """What became of it, as far as it is no plain published signature."""
    if found.ended_at:
        return "Signature ended"
    if found.is_withdrawn:
        return "Statement withdrawn"
    return "" if found.is_out else "Not released yet"


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
        slow="The files of this release took too long to make. Build them again, or undo it and "
        "make the text shorter.",
        ends_when_slow=True,
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
registry.notes_of_taking[STATEMENT_PDF] = note_pdf_taken
registry.record_kinds[RECORD_KIND.object_type] = RECORD_KIND
registry.panels.append(statement_panel)
registry.organization_panels.append(statements_of)
registry.demo.append(load_sample_statements)
registry.demo.append(load_lives)
registry.demo.append(load_succession)
registry.attachment_holders.append(holds_attachment)
registry.searchers.append(STATEMENT_SEARCH)
registry.references.append(address)
registry.add_thread_holder(STATEMENTS)
registry.cards.append(statement_cards)
registry.authority_endings.append(ask_successors)
registry.cards.append(asked_cards)
for kind in (*KINDS, *ASKED_KINDS, LAPSED):
    registry.add_announcement_kind(kind)
