"""A statement that asks for co-signers, and what its people are told."""

from datetime import timedelta

from django.db.models.functions import Now
from django.utils import timezone

from portal.jobs import claim, enqueue
from portal.models import Announcement, Job, Mandate, Member, Notification, Seat
from portal.notify import announce
from portal.operations.mail import MAIL_JOB
from portal.operations.notifications import send_announcement
from statements.models import Block, Publication, Revision, Signature, SignOn, Statement
from statements.operations import lifecycle
from statements.operations.importing import Origin, import_statement
from statements.operations.lifecycle import SignOnTerms
from statements.operations.signing import sign_statement
from tests.factories import confirmed
from tests.portal.samples import RELEASE
from tests.proofs import step_up_of


def frozen_statement(publisher: Member, *, title: str = "Notice Two Days Ahead") -> Statement:
    """Issued by the publisher's association, its text frozen."""
    association = publisher.current_seats[0].organization
    origin = Origin(
        file_name="a.txt", organization=association, issuers=[association], actor=publisher
    )
    made = import_statement(text=RELEASE, origin=origin)
    Statement.objects.filter(pk=made.pk).update(title=title)
    lifecycle.freeze(statement_id=made.pk, actor=publisher)
    return Statement.objects.get(pk=made.pk)


def ask_for_signatures(statement: Statement, publisher: Member) -> SignOn:
    """Sign-on that is still in the minute in which it can be undone."""
    deadline = timezone.now() + timedelta(days=3)
    terms = SignOnTerms(deadline_at=deadline, deadline_zone="UTC")
    return lifecycle.open_sign_on(statement_id=statement.pk, terms=terms, actor=publisher)


def a_minute_passes(statement: Statement) -> None:
    """Moves the stored instants, as the database's clock cannot be moved."""
    minute = timedelta(seconds=61)
    sign_on = SignOn.objects.get(statement=statement)
    if sign_on.opens_at is not None:
        SignOn.objects.filter(pk=sign_on.pk).update(opens_at=sign_on.opens_at - minute)
    for job in Job.objects.filter(announcement__subject_id=statement.pk):
        Job.objects.filter(pk=job.pk).update(run_after=job.run_after - minute)


def give_mandate(seat: Seat) -> Mandate:
    return Mandate.objects.create(
        seat=seat, instrument="office", evidence="The office", **confirmed()
    )


def sign(statement: Statement, signer: Member) -> Signature:
    seat = signer.current_seats[0]
    return sign_statement(
        statement_id=statement.pk,
        organization_id=seat.organization_id,
        digest=statement.revisions.latest("number").digest,
        signing_as="officeholder",
        printed_name=signer.name,
        printed_title=seat.title,
        attested=True,
        actor=signer,
        step_up=step_up_of(signer),
        key=None,
    )


def new_version(statement: Statement) -> Revision:
    """Another text in the place of the newest."""
    last = statement.revisions.latest("number")
    revision = Revision.objects.create(
        statement=statement, number=last.number + 1, reason="Clearer", digest=f"{last.number:064d}"
    )
    for block in last.blocks.all():
        Block.objects.create(
            revision=revision,
            position=block.position,
            key=block.key,
            kind=block.kind,
            html=f"{block.html} Now.",
        )
    return revision


def publication_of(statement: Statement, **values: object) -> Publication:
    """A release that is out, unless the values say otherwise, and its announcement."""
    revision = statement.revisions.latest("number")
    hour_ago = Now() - timedelta(hours=1)
    publication = Publication.objects.create(
        statement=statement,
        revision=revision,
        digest=revision.digest,
        snapshot={},
        job=enqueue(MAIL_JOB),
        **{"release_at": hour_ago, "built_at": hour_ago, **values},
    )
    key = f"published:{publication.pk}"
    announce("published", subject_id=statement.pk, key=key)
    return publication


def tell(kind: str) -> list[Notification]:
    """Runs the newest announcement of a kind; what it told, in order."""
    return run(Announcement.objects.filter(kind=kind).latest("pk"))


def run(announcement: Announcement) -> list[Notification]:
    """Runs one announcement's job; what it told, in order."""
    Job.objects.filter(pk=announcement.job_id).update(run_after=Now())
    send_announcement(claim(announcement.job_id))
    return list(announcement.notifications.select_related("mail", "recipient").order_by("pk"))


def told(kind: str) -> list[str]:
    """Addresses that the newest announcement of a kind went to by mail."""
    return sorted(row.mail.to for row in tell(kind) if row.mail)
