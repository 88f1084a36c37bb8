"""Whom an event of a statement is told to, computed when it is sent.

The number at the end of an announcement's key names the row that it is about.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet

from portal.models import Announcement, Member
from portal.registry import AnnouncementKind, Message, NotYet
from statements.models import (
    Clearance,
    ListedSignature,
    Publication,
    Revision,
    Signature,
    Statement,
)
from statements.operations.messages import (
    about_signature,
    outcome_to_drafter,
    outcome_to_signer,
    outcome_to_staff,
    row_for_staff,
    to_signer,
    to_staff,
)
from statements.queries.readers import members_who_see
from statements.queries.recipients import (
    cleared_before,
    drafters,
    issuing_staff,
    named_signers,
    publishers,
    publishers_yet_to_clear,
    signatures_of,
    signatures_standing,
    signers_of,
    silent_signers,
    staff_elsewhere,
    stale_signers,
)
from statements.queries.signing import Window, sign_on_now
from statements.queries.statements import statements_visible_to
from statements.queries.unconfirmed import is_unconfirmed
from statements.vocabulary.signing import RECALL_MINUTES
from statements.vocabulary.states import StatementState


def statement_titles(member: Member, statement_ids: Sequence[int]) -> Mapping[int, str]:
    """Titles of those of the statements that the member may see now."""
    seen = statements_visible_to(member).filter(pk__in=statement_ids)
    return dict(seen.values_list("pk", "title"))


def tell_sign_on_opened(announcement: Announcement) -> list[Message]:
    """Asks the silent, once it is open; of an opening that was undone and repeated, the last."""
    openings = Announcement.objects.filter(
        kind=announcement.kind, subject_id=announcement.subject_id
    )
    return _asked(announcement, "ask") if openings.latest("pk") == announcement else []


def tell_reminder(announcement: Announcement) -> list[Message]:
    """Asks the silent once more, while they can still answer."""
    return _asked(announcement, "reminder")


def tell_text_changed(announcement: Announcement) -> list[Message]:
    """Whoever signed or is to clear is asked again, the other associations' staff hear of a text
    that loses a clearance; of several changes, only about the last."""
    statement = _statement(announcement)
    newest = statement.revisions.latest("number")
    if newest.pk != _number(announcement):
        return []
    deadline, named = _open_until(statement), named_signers(statement)
    is_signing = statement.state == StatementState.SIGN_ON
    return [
        *(
            to_signer(
                "text_changed",
                statement,
                seat,
                deadline=deadline,
                is_named=(seat.organization_id, seat.member_id) in named,
            )
            for seat in (stale_signers(statement) if is_signing else [])
        ),
        *_told_of_clearing(statement, newest),
    ]


def _told_of_clearing(statement: Statement, newest: Revision) -> list[Message]:
    """Publishers who have not cleared the newest text, then the other associations' staff."""
    before = cleared_before(statement)
    asked = [
        seat for seat in publishers_yet_to_clear(statement) if seat.member_id != newest.author_id
    ]
    elsewhere = staff_elsewhere(statement, newest.author) if before else []
    people = {seat.member_id for seat in asked}
    return [
        *(
            to_staff("frozen", statement, seat, is_again=seat.organization_id in before)
            for seat in asked
        ),
        *(
            to_staff("text_saved", statement, seat, revision=newest)
            for seat in elsewhere
            if seat.member_id not in people
        ),
    ]


def tell_receipt(announcement: Announcement) -> list[Message]:
    """The signer, unless the signature was taken back meanwhile."""
    return [
        about_signature(
            "receipt",
            found,
            found.seat,
            minutes=RECALL_MINUTES,
            office_waits=is_unconfirmed(found.mandate_id),
        )
        for found in _standing(announcement)
    ]


def tell_recorded(announcement: Announcement) -> list[Message]:
    """Who is named as the signer, and whoever may sign there: nobody of them pressed a button."""
    return [
        about_signature("recorded", found, seat, is_yours=seat.member_id == found.seat.member_id)
        for found in _standing(announcement)
        for seat in signers_of(found)
    ]


def tell_disputed(announcement: Announcement) -> list[Message]:
    """The issuers' staff, at once; and the organization, but for whoever said it."""
    statement = _statement(announcement)
    found = signatures_of(statement).get(pk=_number(announcement))
    said_by = announcement.detail["by"]
    return [
        *(
            to_staff("disputed", statement, seat, signature=found)
            for seat in issuing_staff(statement)
        ),
        *(
            about_signature("disputed", found, seat)
            for seat in signers_of(found)
            if seat.member_id != said_by
        ),
    ]


def tell_signed(announcement: Announcement) -> list[Message]:
    """The issuers' staff, without mail: they work with the numbers on their page."""
    statement = _statement(announcement)
    signature = Signature.objects.get(pk=_number(announcement))
    return [
        row_for_staff("signed", statement, seat, signature=signature)
        for seat in issuing_staff(statement)
    ]


def tell_handed_over(announcement: Announcement) -> list[Message]:
    """The issuers' staff."""
    statement = _statement(announcement)
    return [to_staff("handed_over", statement, seat) for seat in issuing_staff(statement)]


def tell_frozen(announcement: Announcement) -> list[Message]:
    """Publishers whose association has not cleared the text."""
    statement = _statement(announcement)
    return [to_staff("frozen", statement, seat) for seat in publishers_yet_to_clear(statement)]


def tell_cleared(announcement: Announcement) -> list[Message]:
    """The other issuers' publishers, and whether it is their turn."""
    statement = _statement(announcement)
    clearance = Clearance.objects.select_related("organization").get(pk=_number(announcement))
    waiting = {seat.organization_id for seat in publishers_yet_to_clear(statement)}
    return [
        to_staff(
            "cleared",
            statement,
            seat,
            by=clearance.organization,
            is_waiting=bool(waiting),
            is_your_turn=seat.organization_id in waiting,
        )
        for seat in publishers(statement)
        if seat.organization_id != clearance.organization_id
    ]


def tell_published(announcement: Announcement) -> list[Message]:
    """Everybody who had a part in it, from the moment when anybody can see it."""
    publication = Publication.objects.standing().filter(pk=_number(announcement)).first()
    if publication is None or publication.withdrawn_at is not None:
        return []
    if not Publication.objects.visible().filter(pk=publication.pk).exists():
        raise NotYet
    return _outcome("published", publication)


def tell_withdrawn(announcement: Announcement) -> list[Message]:
    """Everybody who had a part in what was published."""
    withdrawn = Publication.objects.visible().filter(withdrawn_at__isnull=False)
    publication = withdrawn.filter(statement=announcement.subject_id).first()
    return _outcome("withdrawn", publication) if publication else []


TELLING: dict[str, Callable[[Announcement], list[Message]]] = {
    "sign_on_opened": tell_sign_on_opened,
    "reminder": tell_reminder,
    "text_changed": tell_text_changed,
    "receipt": tell_receipt,
    "recorded": tell_recorded,
    "signed": tell_signed,
    "disputed": tell_disputed,
    "handed_over": tell_handed_over,
    "frozen": tell_frozen,
    "cleared": tell_cleared,
    "published": tell_published,
    "withdrawn": tell_withdrawn,
}
KINDS = [
    AnnouncementKind(
        name=name, tell=tell, subjects=statement_titles, may_see=members_who_see, nameable=set
    )
    for name, tell in TELLING.items()
]


def _statement(announcement: Announcement) -> Statement:
    return _statement_numbered(announcement.subject_id)


def _statement_numbered(pk: int) -> Statement:
    statements = Statement.objects.select_related("organization")
    return statements.prefetch_related("issuings__organization").get(pk=pk)


def _number(announcement: Announcement) -> int:
    return int(announcement.key.rpartition(":")[2])


def _standing(announcement: Announcement) -> QuerySet[Signature]:
    """The signature that it is about, unless it has ended meanwhile."""
    found = signatures_standing(_statement(announcement))
    return found.filter(pk=_number(announcement))


def _open_until(statement: Statement) -> datetime | None:
    """The deadline while the statement is open for signing before it; else None."""
    now = sign_on_now(statement)
    return now.sign_on.deadline_at if now.sign_on and now.window == Window.OPEN else None


def _asked(announcement: Announcement, template: str) -> list[Message]:
    statement = _statement(announcement)
    deadline = _open_until(statement)
    if deadline is None:
        return []
    return [
        to_signer(template, statement, seat, deadline=deadline)
        for seat in silent_signers(statement)
    ]


def _outcome(template: str, publication: Publication) -> list[Message]:
    """Signers, listed or not, then the issuers' staff, then whoever drafted."""
    statement = _statement_numbered(publication.statement_id)
    listed = set(
        ListedSignature.objects.filter(publication=publication).values_list("signature", flat=True)
    )
    return [
        *(
            outcome_to_signer(template, statement, found, is_listed=found.pk in listed)
            for found in signatures_standing(statement)
        ),
        *(outcome_to_staff(template, statement, seat) for seat in issuing_staff(statement)),
        *(outcome_to_drafter(template, statement, member) for member in drafters(statement)),
    ]
