"""Statements on their way to release: frozen, cleared, signed, scheduled, out."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import connection
from django.db.models.functions import Now

from portal.jobs import claim
from portal.models import AboutText, Mandate, Member, Organization
from portal.operations.about import save_about_text
from portal.vocabulary.organizations import Capacity, Instrument, OrganizationKind
from statements.models import Publication, Revision, Signature, SignOn, Statement
from statements.operations.building import make_publication
from statements.operations.importing import Origin, import_statement
from statements.operations.lifecycle import clear_statement, freeze
from statements.operations.publishing import publish_statement, rebuild_publication
from statements.vocabulary.signing import ATTESTATION, SignatoryOrder, SigningAs
from statements.vocabulary.states import StatementState
from tests.factories import MemberFactory, OrganizationFactory, SeatFactory, confirmed
from tests.portal.samples import RELEASE
from tests.proofs import step_up_of

STATES = ("Ohio", "Idaho", "Maine", "Texas", "Utah")


def publishers(count: int = 2) -> list[Member]:
    """Publishers of as many associations."""
    return [
        SeatFactory(
            organization=OrganizationFactory(kind=OrganizationKind.ASSOCIATION),
            capacity=Capacity.PUBLISHER,
        ).member
        for _ in range(count)
    ]


def frozen_statement(staff: Sequence[Member], *, text: str = RELEASE) -> Statement:
    """A text that the publishers' associations issue, frozen, cleared by nobody."""
    issuers = [member.current_seats[0].organization for member in staff]
    origin = Origin(file_name="text.txt", organization=issuers[0], issuers=issuers, actor=staff[0])
    statement = import_statement(text=text, origin=origin)
    freeze(statement_id=statement.pk, actor=staff[0])
    return Statement.objects.get(pk=statement.pk)


def clear(
    statement: Statement, staff: Sequence[Member], *, revision: Revision | None = None
) -> None:
    """For the association of each, the newest text unless another was shown."""
    text = (revision or statement.revisions.latest("number")).pk
    for member in staff:
        clear_statement(
            statement_id=statement.pk, revision_id=text, actor=member, step_up=step_up_of(member)
        )


def ask_everybody(statement: Statement, *, hours: int = 24) -> None:
    """Sign-on has been open for an hour."""
    Statement.objects.filter(pk=statement.pk).update(state=StatementState.SIGN_ON)
    SignOn.objects.create(
        statement=statement,
        deadline_at=Now() + timedelta(hours=hours),
        opens_at=Now() - timedelta(hours=1),
    )


def mayor_of(place: str, *, name: str, region: str = "Ohio") -> Mandate:
    """A mayor who may sign for the city by the office itself."""
    city = OrganizationFactory(
        name=f"City of {place}", short_name=place, place=place, region=region
    )
    seat = SeatFactory(organization=city, member=MemberFactory(name=name))
    since = Now() - timedelta(days=9)
    return Mandate.objects.create(
        seat=seat, instrument=Instrument.OFFICE, valid_from=since, **confirmed()
    )


def sign(
    statement: Statement, mandate: Mandate, *, capacity: str = SigningAs.OFFICEHOLDER
) -> Signature:
    seat = mandate.seat
    revision = statement.revisions.latest("number")
    return Signature.objects.create(
        statement=statement,
        organization=seat.organization,
        seat=seat,
        mandate=mandate,
        mandate_snapshot={},
        revision=revision,
        digest=revision.digest,
        printed_name=seat.member.name,
        printed_title=seat.title,
        printed_organization=seat.organization.name,
        signing_as=capacity,
        attestation=ATTESTATION,
        step_up="session",
    )


def signed_by(statement: Statement, count: int) -> list[Signature]:
    """Mayors of as many new cities sign."""
    first = Organization.objects.count() if Signature.objects.exists() else 0
    return [
        sign(
            statement,
            mayor_of(
                f"Samplefield {number}",
                name=f"Robin Marlowe-Example {number}",
                region=STATES[number % len(STATES)],
            ),
        )
        for number in range(first, first + count)
    ]


def scheduled(
    statement: Statement, actor: Member, *, order: str = SignatoryOrder.LEADERS
) -> Publication:
    """Goes out in a minute, its files built."""
    publication = publish_statement(
        statement_id=statement.pk,
        release_at=None,
        order=order,
        actor=actor,
        step_up=step_up_of(actor),
    )
    return build(publication)


def rebuilt(statement: Statement, actor: Member) -> Publication:
    """Scheduled anew by somebody who confirmed it."""
    return rebuild_publication(statement_id=statement.pk, actor=actor, step_up=step_up_of(actor))


def build(publication: Publication) -> Publication:
    """What the worker does."""
    claimed = claim(publication.job_id)
    assert claimed is not None
    make_publication(claimed)
    publication.refresh_from_db()
    return publication


def let_come(publication: Publication) -> None:
    """Moves the stored instant to a second ago, past the guard that forbids exactly that."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE statements_publication DISABLE TRIGGER guard")
        cursor.execute(
            "UPDATE statements_publication SET release_at = clock_timestamp() - interval '1 s' "
            "WHERE id = %s",
            [publication.pk],
        )
        cursor.execute("ALTER TABLE statements_publication ENABLE ALWAYS TRIGGER guard")
    publication.refresh_from_db()


def published(
    staff: Sequence[Member], *, text: str = RELEASE, signers: int = 0, order: str = "leaders"
) -> Publication:
    """Out since a second ago."""
    statement = frozen_statement(staff, text=text)
    if signers:
        ask_everybody(statement)
        signed_by(statement, signers)
    clear(statement, staff)
    publication = scheduled(statement, staff[0], order=order)
    let_come(publication)
    return publication


def association_of(member: Member) -> Organization:
    return member.current_seats[0].organization


def say_about(member: Member, text: str) -> AboutText:
    """The next version of what the member's association says about itself."""
    association = association_of(member)
    return save_about_text(
        organization_id=association.pk,
        text=text,
        review_by=None,
        seen=association.about_texts.count(),
        actor=member,
    )
