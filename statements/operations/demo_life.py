"""Takes the sample statements through their lives, by the operations that people use."""

import time
from collections.abc import Iterable
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db.models.functions import Now

from portal.intake import check_text
from portal.jobs import claim
from portal.models import Member, Organization
from portal.operations.signing_rules import set_signing_rule
from portal.operations.step_up import of_sample_data
from portal.queries.clock import database_now
from portal.vocabulary.demo import CHIEFS, MAYORS
from statements.models import Publication, Signature, SignOn, Statement
from statements.operations.building import make_publication
from statements.operations.importing import Origin, import_statement
from statements.operations.lifecycle import (
    SignOnTerms,
    abandon,
    clear_statement,
    freeze,
    open_markup,
    open_sign_on,
)
from statements.operations.publishing import publish_statement, withdraw_publication
from statements.operations.recording import Letter, record_signature
from statements.operations.signing import answer_statement, sign_statement, withdraw_signature
from statements.vocabulary import demo_life as samples
from statements.vocabulary.signing import AnswerKind, SignatoryOrder, SigningAs

SOON = timedelta(seconds=3)
"""Time enough to schedule a release, however busy the machine is."""


def load_lives() -> None:
    """Adds one statement in every state, with signers, answers, a late one and one who left."""
    made = {name: _draft(name, text) for name, text in samples.LIFE.items()}
    abandon(
        statement_id=made["parade-rules"].pk,
        reason="Overtaken: the states agreed on rules of their own.",
        actor=_mayors(),
    )
    open_markup(statement_id=made["heat"].pk, actor=_mayors())
    freeze(statement_id=made["night-courts"].pk, actor=_chiefs())
    _clear(made["night-courts"], _chiefs())
    cameras, streets = made["body-cameras"], made["safe-streets"]
    freeze(statement_id=cameras.pk, actor=_mayors())
    _open(streets, hours=24)
    signed = _sign_all(streets, samples.SIGNERS_OF_STREETS)
    _record(streets, _member(samples.LETTER_FOR_STREETS))
    releases = [_release_soon(cameras), _release_soon(streets)]
    _load_scheduled(made["crisis-line"])
    _load_signing(made["summer-jobs"])
    _wait_for(releases)
    _withdraw(cameras)
    _leave_and_join(streets, signed)


def _withdraw(statement: Statement) -> None:
    withdraw_publication(
        statement_id=statement.pk,
        explanation="A figure behind this statement proved wrong. A new statement will follow.",
        actor=_mayors(),
    )


def _load_scheduled(statement: Statement) -> None:
    _open(statement, hours=1)
    _sign_all(statement, samples.SIGNERS_OF_CRISIS)
    _clear_all(statement)
    publish_statement(
        statement_id=statement.pk,
        release_at=database_now() + timedelta(days=10),
        order=SignatoryOrder.PLACE,
        actor=_chiefs(),
        step_up=of_sample_data(member=_chiefs()),
    )


def _leave_and_join(statement: Statement, signed: dict[str, Signature]) -> None:
    """After the release one signer leaves, and another comes late."""
    leaver = _member(samples.LEAVES_STREETS)
    withdraw_signature(
        signature_id=signed[leaver.email].pk,
        reason="The city council has since decided otherwise.",
        actor=leaver,
    )
    _sign_all(statement, [samples.LATE_FOR_STREETS])


def _load_signing(statement: Statement) -> None:
    """One agency has to wait some hours, another for its mayor; one city is split."""
    for agency, kind, hours in samples.RULES:
        set_signing_rule(
            organization_id=Organization.objects.get(name=agency).pk,
            kind=kind,
            hours=hours,
            seen=0,
            actor=_mayors(),
        )
    _open(statement, hours=72)
    _sign_all(statement, samples.SIGNERS_OF_JOBS)
    for email in (samples.DECLINES_JOBS, samples.SPLITS_JOBS):
        _answer(statement, email, AnswerKind.DECLINED, "The council has not met yet.")
    _answer(statement, samples.NO_OBJECTION_TO_JOBS, AnswerKind.NO_OBJECTION, "")


def _draft(name: str, text: str) -> Statement:
    mayors = Organization.objects.get(name=MAYORS.name)
    chiefs = Organization.objects.get(name=CHIEFS.name)
    origin = Origin(
        file_name=f"{name}.txt",
        organization=mayors,
        issuers=[mayors, chiefs],
        actor=_mayors(),
        is_sample=True,
    )
    return import_statement(text=check_text(text), origin=origin)


def _open(statement: Statement, *, hours: int) -> None:
    """Opens sign-on, and lets the minute in which that could be undone be over."""
    freeze(statement_id=statement.pk, actor=_mayors())
    terms = SignOnTerms(
        deadline_at=database_now() + timedelta(hours=hours),
        deadline_zone="America/New_York",
        planned_release="The week after, at a joint press call",
    )
    open_sign_on(statement_id=statement.pk, terms=terms, actor=_mayors())
    SignOn.objects.filter(statement=statement).update(opens_at=Now() - timedelta(hours=6))


def _sign_all(statement: Statement, emails: Iterable[str]) -> dict[str, Signature]:
    return {email: _sign(statement, _member(email)) for email in emails}


def _sign(statement: Statement, member: Member) -> Signature:
    seat = member.current_seats[0]
    return sign_statement(
        statement_id=statement.pk,
        organization_id=seat.organization_id,
        digest=_digest(statement),
        signing_as=SigningAs.OFFICEHOLDER,
        printed_name=member.name,
        printed_title=seat.title,
        attested=True,
        actor=member,
        step_up=of_sample_data(member=member),
        key=None,
    )


def _record(statement: Statement, member: Member) -> None:
    """Staff record the letter of somebody who does not come to the portal."""
    seat, code = member.current_seats[0], statement.revisions.latest("number").text_code
    words = samples.LETTER.format(code=code, name=member.name, title=seat.title)
    letter = Letter(
        organization_id=seat.organization_id,
        seat_id=seat.pk,
        signing_as=SigningAs.OFFICEHOLDER,
        printed_name=member.name,
        printed_title=seat.title,
        text_code=code,
        file=ContentFile(words.encode(), name="letter.txt"),
    )
    record_signature(
        statement_id=statement.pk,
        letter=letter,
        attested=True,
        actor=_chiefs(),
        step_up=of_sample_data(member=_chiefs()),
        key=None,
    )


def _answer(statement: Statement, email: str, kind: AnswerKind, reason: str) -> None:
    member = _member(email)
    answer_statement(
        statement_id=statement.pk,
        organization_id=member.current_seats[0].organization_id,
        kind=kind,
        reason=reason,
        actor=member,
    )


def _release_soon(statement: Statement) -> Publication:
    """Clears, schedules, and builds the files here, before any worker runs."""
    _clear_all(statement)
    publication = publish_statement(
        statement_id=statement.pk,
        release_at=database_now() + SOON,
        order=SignatoryOrder.LEADERS,
        actor=_mayors(),
        step_up=of_sample_data(member=_mayors()),
    )
    if claimed := claim(publication.job_id):
        make_publication(claimed)
    return Publication.objects.get(pk=publication.pk, built_at__isnull=False)


def _wait_for(releases: list[Publication]) -> None:
    last = max(publication.release_at for publication in releases)
    while (left := (last - database_now()).total_seconds()) >= 0:
        time.sleep(left + 0.01)


def _clear_all(statement: Statement) -> None:
    for publisher in (_mayors(), _chiefs()):
        _clear(statement, publisher)


def _clear(statement: Statement, publisher: Member) -> None:
    clear_statement(
        statement_id=statement.pk,
        revision_id=statement.revisions.latest("number").pk,
        actor=publisher,
        step_up=of_sample_data(member=publisher),
    )


def _digest(statement: Statement) -> str:
    return statement.revisions.latest("number").digest


def _mayors() -> Member:
    return _member("publisher@mayors.example")


def _chiefs() -> Member:
    return _member("publisher@chiefs.example")


def _member(email: str) -> Member:
    return Member.objects.get(email=email)
