"""Statements that are open for signing, and people who may sign: small builders for tests."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from portal.jobs import enqueue
from portal.models import Mandate, Member, Organization
from portal.operations.mail import MAIL_JOB
from portal.vocabulary.organizations import Capacity, Instrument, OrganizationKind
from statements.models import ListedSignature, Publication, Revision, Signature, SignOn, Statement
from statements.operations.drafting import save_revision
from statements.operations.importing import Origin, import_statement
from statements.operations.revisions import DraftBlock
from statements.operations.signing import sign_statement
from statements.vocabulary.blocks import BlockKind
from statements.vocabulary.signing import SigningAs
from statements.vocabulary.states import StatementState
from tests.factories import MemberFactory, OrganizationFactory, SeatFactory, confirmed
from tests.portal.samples import RELEASE
from tests.proofs import step_up_of


def ago(**duration: float) -> datetime:
    return timezone.now() - timedelta(**duration)


def ahead(**duration: float) -> datetime:
    return timezone.now() + timedelta(**duration)


def joint_statement(association: Organization | None = None) -> Statement:
    """A statement drafted and issued by an association."""
    issuer = association or OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    origin = Origin(file_name="release.txt", organization=issuer, issuers=[issuer], actor=None)
    return import_statement(text=RELEASE, origin=origin)


def open_sign_on(statement: Statement, **terms: Any) -> SignOn:
    """Puts the statement into signing: every city and agency is asked, for a day."""
    Statement.objects.filter(pk=statement.pk).update(state=StatementState.SIGN_ON)
    statement.refresh_from_db()
    given = {"deadline_at": ahead(days=1), "opens_at": ago(minutes=1), **terms}
    sign_on, _ = SignOn.objects.update_or_create(statement=statement, defaults=given)
    return sign_on


def mandate_for(member: Member, **terms: Any) -> Mandate:
    """The confirmed office for the member's first seat, unless the terms say otherwise."""
    given = {"instrument": Instrument.OFFICE, "valid_from": ago(days=1), **terms}
    if given["instrument"] == Instrument.OFFICE:
        given = confirmed() | given
    return Mandate.objects.create(seat=member.current_seats[0], **given)


def delegated(member: Member, *, by: Member, **terms: Any) -> Mandate:
    """The principal lets the member sign for a week, unless the terms say otherwise."""
    given = {"valid_until": ahead(days=7), "granted_by": by, **terms}
    return mandate_for(member, instrument=Instrument.DELEGATION, **given)


def signer(name: str = "Ana Example", title: str = "Mayor", /, **organization: Any) -> Member:
    """Somebody who may sign for a city of its own."""
    city = OrganizationFactory(**organization)
    seat = SeatFactory(
        member=MemberFactory(name=name),
        organization=city,
        capacity=Capacity.PRINCIPAL,
        title=title,
        since=ago(days=30),
    )
    mandate_for(seat.member)
    return seat.member


def organization_of(member: Member) -> Organization:
    return member.current_seats[0].organization


def newest(statement: Statement) -> Revision:
    return statement.revisions.latest("number")


def sign(statement: Statement, member: Member, **given: Any) -> Signature:
    """Signs the newest text for the member's first organization."""
    terms: dict[str, Any] = {
        "organization_id": organization_of(member).pk,
        "digest": newest(statement).digest,
        "signing_as": SigningAs.OFFICEHOLDER,
        "printed_name": member.name,
        "printed_title": member.current_seats[0].title,
        "attested": True,
        "key": None,
    }
    return sign_statement(
        statement_id=statement.pk, actor=member, step_up=step_up_of(member), **(terms | given)
    )


def editor_of(statement: Statement) -> Member:
    """Somebody of the issuing association's staff."""
    seat = SeatFactory(organization=statement.issuers.get(), capacity=Capacity.EDITOR)
    return seat.member


def revise(statement: Statement, editor: Member | None = None) -> Revision:
    """A newer text, saved by the staff: one paragraph asks for more days each time."""
    before = newest(statement)
    blocks = [
        DraftBlock(
            key=block.key,
            kind=block.kind,
            html=f"They ask for notice {before.number + 2} days ahead."
            if block.kind == BlockKind.PARAGRAPH
            else block.html,
        )
        for block in before.blocks.all()
    ]
    return save_revision(
        statement_id=statement.pk,
        base_revision_id=before.pk,
        blocks=blocks,
        reason="More days",
        actor=editor or editor_of(statement),
    )


def buttons(page: HttpResponse) -> list[str]:
    """What stands on the buttons of the page's own part."""
    body = page.text.split('<main id="main"')[1].split("</main>")[0]
    return re.findall(r"<button[^>]*>([^<]+)</button>", body)


def publish(statement: Statement, *signatures: Signature, **facts: Any) -> Publication:
    """A built release of the newest text, an hour ago unless `release_at` says otherwise."""
    revision = newest(statement)
    given = {"release_at": ago(hours=1), "built_at": ago(hours=2), **facts}
    publication = Publication.objects.create(
        statement=statement,
        revision=revision,
        digest=revision.digest,
        snapshot={},
        job=enqueue(MAIL_JOB),
        **given,
    )
    for position, signature in enumerate(signatures):
        ListedSignature.objects.create(
            publication=publication, signature=signature, position=position
        )
    Statement.objects.filter(pk=statement.pk).update(state=StatementState.SCHEDULED)
    statement.refresh_from_db()
    return publication
