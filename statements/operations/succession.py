"""A signature whose authority has ended before its statement is out: its successor is asked."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import DateTimeField, Exists, F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Least, Now

from portal.models import Announcement, Mandate
from portal.models.audit import ClockTimestamp
from portal.notify import announce
from portal.registry import AnnouncementKind, Message
from portal.vocabulary.refusals import Refusal
from statements.models import ListedSignature, Publication, Signature, Statement
from statements.operations.messages import to_people, to_signer, to_staff
from statements.operations.telling import statement_titles
from statements.queries.readers import members_who_see
from statements.queries.recipients import issuing_staff, people_of, signers_for
from statements.queries.standing import signatures_now
from statements.vocabulary.signing import Standing
from statements.vocabulary.states import StatementState

LAPSED_KIND = "authority_lapsed"
AT_THE_INSTANT = timedelta(seconds=2)
"""Longer than an ending takes from its instant to its commit."""


def ask_successors(organization_id: int | None = None) -> None:
    """Announces, once for each ending, that a signature counts no more until it is reconfirmed.

    Of the organization, where an ending is under way in this transaction, or of all; only where
    its people can still do something about it. Raises Refusal at the instant of a release.
    """
    if organization_id is not None:
        _require_no_release_now(organization_id)
    coming = Publication.objects.standing().filter(listed__signature=OuterRef("pk"))
    coming = coming.exclude(pk__in=Publication.objects.visible().values("pk"))
    asked = Q(statement__state=StatementState.SIGN_ON, statement__sign_on__deadline_at__gt=Now())
    held = Q(statement__state=StatementState.SCHEDULED) & Q(Exists(coming))
    lapsed = signatures_now().filter(asked | held, standing=Standing.LAPSED)
    if organization_id is not None:
        lapsed = lapsed.filter(organization=organization_id)
    keys = {
        f"{LAPSED_KIND}:{mandate}:{signature}": statement
        for signature, mandate, statement in lapsed.values_list("pk", "agreed_mandate", "statement")
    }
    told = set(Announcement.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in keys.keys() - told:
        _announce_once(key, keys[key])


def tell_authority_lapsed(announcement: Announcement) -> list[Message]:
    """Those who can sign there now; without any, the organization's people and the issuers' staff.

    Nobody where it counts again, or has ended, by now.
    """
    number = int(announcement.key.rpartition(":")[2])
    lapsed = signatures_now().filter(pk=number, standing=Standing.LAPSED)
    signature = lapsed.select_related("organization").first()
    if signature is None:
        return []
    statement = (
        Statement.objects.select_related("organization")
        .prefetch_related("issuings__organization")
        .get(pk=announcement.subject_id)
    )
    return _messages(statement, signature)


LAPSED = AnnouncementKind(
    name=LAPSED_KIND,
    tell=tell_authority_lapsed,
    subjects=statement_titles,
    may_see=members_who_see,
    nameable=set,
)


def _require_no_release_now(organization_id: int) -> None:
    """Refuses to end, in the last moment, authority that a release rests on.

    The ending counts from before the instant and is seen when it is committed, after it: the page
    would be out, and then gone. A moment later it is out for good, and the ending takes nothing.
    """
    ends = Mandate.objects.filter(pk=OuterRef("agreed_mandate")).annotate(
        end=Least("valid_until", "revoked_at", "seat__until")
    )
    began = Func(function="transaction_timestamp", output_field=DateTimeField())
    now = ClockTimestamp()
    listed = (
        ListedSignature.objects.without_authority()
        .annotate(ends_at=Subquery(ends.values("end")[:1]))
        .filter(
            signature__organization=organization_id,
            publication__undone_at__isnull=True,
            publication__held_at__isnull=True,
            publication__release_at__lte=now + AT_THE_INSTANT,
            ends_at__gte=began,
            ends_at__lte=F("publication__release_at"),
        )
    )
    if listed.exists():
        raise Refusal(
            "A statement that was signed there goes out at this very moment. Try again in a few "
            "seconds."
        )


def _announce_once(key: str, statement_id: int) -> None:
    """Somebody else may be announcing the same ending at this moment."""
    try:
        with transaction.atomic():
            announce(LAPSED_KIND, subject_id=statement_id, key=key)
    except IntegrityError:
        return


def _messages(statement: Statement, signature: Signature) -> list[Message]:
    body = signature.organization
    facts = {"signature": signature, "organization": body}
    if signers := signers_for(body.pk):
        return [to_signer("authority_lapsed", statement, seat, **facts) for seat in signers]
    return [
        *(to_people("nobody_signs", statement, seat, **facts) for seat in people_of(body.pk)),
        *(to_staff("nobody_signs", statement, seat, **facts) for seat in issuing_staff(statement)),
    ]
