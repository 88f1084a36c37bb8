"""What the record calls the things of the shared ground, and how it tells of them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from portal.models import (
    AboutText,
    AuditEvent,
    Comment,
    Invitation,
    Mandate,
    Member,
    Membership,
    Organization,
    Seat,
    SigningRule,
    Thread,
)
from portal.queries.history import instant, plainly
from portal.queries.threads import threads_visible_to
from portal.registry import Row
from portal.rules import is_in_working_group
from portal.vocabulary.audit import Verb
from portal.vocabulary.directory import FIELD_LABELS
from portal.vocabulary.factors import Factor
from portal.vocabulary.organizations import Capacity, OrganizationKind
from portal.vocabulary.record import Became, RecordKind, Told
from portal.vocabulary.signing_rules import SigningRuleKind

Keys = Collection[str]

OF_SIGNING_IN = (
    *(Verb.SIGNED_IN, Verb.SIGNED_OUT, Verb.SIGN_IN_FAILED, Verb.SESSION_ENDED),
    *(Verb.STEP_UP_MISSING, Verb.STEP_UP_FAILED, Verb.PREVIEW_BEGUN),
)
"""Somebody's comings and goings, which are no part of an organization's history."""

INSTANTS = frozenset({"from", "since", "until", "valid_until"})
KINDS_OF_THINGS = dict(OrganizationKind.choices) | dict(SigningRuleKind.choices)
STAFF_ONLY = frozenset({"registered_contact", "source", "logo"})
FIELDS = {
    **{name: label for name, label in FIELD_LABELS.items() if name not in STAFF_ONLY},
    "title": "Title",
    "hours": "Hours",
    "from": "From",
    "since": "Since",
    "until": "Until",
    "valid_until": "Valid until",
}
"""Facts that are told with what they were and what they became; no other one is told.

Whom staff call back, and where they have it from, is for staff alone.
"""

WITH_REASON = frozenset(
    {
        Verb.SEAT_ENDED,
        Verb.MANDATE_REVOKED,
        Verb.MANDATE_GRANTED,
    }
)
"""Reasons that an organization's own people may read."""


def tell(events: Sequence[AuditEvent]) -> list[Told]:
    """Of people, seats and organizations."""
    return [_told(event) for event in events]


def _told(event: AuditEvent) -> Told:
    before, after = event.before or {}, event.after or {}
    return Told(
        what=_taken(after) if "given_by" in after else _what(event, before, after),
        sentence=event.reason if event.verb in WITH_REASON else "",
        changes=_changes(event),
    )


def _what(event: AuditEvent, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    words = Verb(event.verb).label
    match event.verb:
        case Verb.MEMBER_INVITED if after.get("capacity") in Capacity.values:
            return f"{words} as {Capacity(after['capacity']).label.lower()}"
        case Verb.FACTOR_ADDED | Verb.FACTOR_REMOVED:
            kind = after.get("kind") or before.get("kind")
            return f"{words}: {Factor(kind).label.lower()}" if kind in Factor.values else words
        case Verb.ATTACHMENT_ADDED:
            return f"added the file {after.get('name', '')}"
        case Verb.ABOUT_TEXT_SAVED:
            return f"{words}, version {after['number']}"
        case Verb.ROSTER_IMPORTED | Verb.DIRECTORY_EXPORTED:
            numbers = [f"{key}: {value}" for key, value in after.items() if type(value) is int]
            return f"{words} ({', '.join(numbers)})" if numbers else words
    return words


def _taken(after: Mapping[str, Any]) -> str:
    """A seat is somebody else's gift, and an office comes with it: the entry is its holder's."""
    seat = after.get("capacity")
    thing = f"a seat as {Capacity(seat).label.lower()}" if seat else "the authority of the office"
    return f"took up {thing}, given by {after['given_by'] or 'the portal'}"


def _changes(event: AuditEvent) -> list[Became]:
    """Of facts that have a name on pages; keys of other rows are told nowhere."""
    before, after = event.before or {}, event.after or {}
    if event.object_type == Member._meta.label_lower or event.verb == Verb.ORGANIZATION_ADDED:
        return []
    return [
        Became(
            label=label, before=_said(name, before.get(name)), after=_said(name, after.get(name))
        )
        for name, label in FIELDS.items()
        if before.get(name) != after.get(name)
    ]


def _said(name: str, value: object) -> str | datetime:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "kind":
        return KINDS_OF_THINGS.get(str(value), "")
    if name in INSTANTS and "T" in str(value):
        return instant(value) or ""
    return "" if value is None else str(value)


def tell_threads(events: Sequence[AuditEvent]) -> list[Told]:
    return [Told(what=Verb(event.verb).label, sentence=_resolution(event)) for event in events]


def _resolution(event: AuditEvent) -> str:
    return event.reason if event.verb == Verb.THREAD_RESOLVED else ""


def _numbers(keys: Keys) -> list[int]:
    return [int(key) for key in keys if key.isdecimal()]


def _names(
    things: QuerySet[Any], *made_of: str, address: str = "", owner: str = ""
) -> Callable[[Member, Keys], dict[str, Row]]:
    """Of what the whole working group may know; `owner` is the column that its address needs."""

    def seen(member: Member, keys: Keys) -> dict[str, Row]:
        if not is_in_working_group(member):
            return {}
        found = things.filter(pk__in=_numbers(keys))
        return {
            str(one.pk): Row(
                title=str(one),
                url=reverse(address, args=[getattr(one, owner)]) if address else "",
            )
            for one in (found.select_related(*made_of) if made_of else found)
        }

    return seen


def _refs(words: str) -> Callable[[Keys], dict[str, str]]:
    return lambda keys: {key: f"{words} {key}" for key in keys}


def seen_threads(member: Member, keys: Keys) -> dict[str, Row]:
    found = threads_visible_to(member).filter(pk__in=_numbers(keys))
    return {str(one.pk): Row(title=one.title, url=_thread(one.pk)) for one in found}


def seen_comments(member: Member, keys: Keys) -> dict[str, Row]:
    """By the thread that they stand in."""
    shown = threads_visible_to(member).values("pk")
    found = Comment.objects.filter(pk__in=_numbers(keys), thread__in=shown).select_related("thread")
    return {
        str(one.pk): Row(
            title=f"Comment in {one.thread.title}",
            url=f"{_thread(one.thread_id)}?comment={one.pk}#comment-{one.pk}",
        )
        for one in found
    }


def _files(key: str) -> list[str]:
    found = Comment.attachments.through.objects.filter(comment__thread=int(key))
    return [str(pk) for pk in found.values_list("attachment", flat=True)]


def _thread(pk: int) -> str:
    return reverse("thread", args=[pk])


def _kind(
    things: QuerySet[Any], label: str, *made_of: str, address: str = "", owner: str = ""
) -> RecordKind:
    return RecordKind(
        object_type=things.model._meta.label_lower,
        label=label,
        seen=_names(things, *made_of, address=address, owner=owner),
        refs=_refs(label),
        tell=tell,
        hidden=OF_SIGNING_IN if things.model is Member else (),
    )


HOLDER = ("seat__member", "seat__organization")
OF_ORGANIZATION = "organization"
PEOPLE = {"address": "people", "owner": "organization_id"}
KINDS = [
    _kind(Member.objects.all(), "Member"),
    _kind(Organization.objects.all(), "Organization", address="people", owner="pk"),
    _kind(Seat.objects.all(), "Seat", "member", OF_ORGANIZATION, **PEOPLE),
    _kind(Invitation.objects.all(), "Invitation", OF_ORGANIZATION, **PEOPLE),
    _kind(Mandate.objects.all(), "Authority to sign", *HOLDER),
    _kind(Membership.objects.all(), "Membership", OF_ORGANIZATION, "association"),
    _kind(SigningRule.objects.all(), "Signing rule", OF_ORGANIZATION),
    _kind(
        AboutText.objects.all(),
        "About text",
        OF_ORGANIZATION,
        address="about_text",
        owner="organization_id",
    ),
    RecordKind(
        object_type=Thread._meta.label_lower,
        label="Thread",
        seen=seen_threads,
        refs=_refs("Thread"),
        tell=tell_threads,
        files=_files,
    ),
    RecordKind(
        object_type=Comment._meta.label_lower,
        label="Comment",
        seen=seen_comments,
        refs=_refs("Comment"),
        tell=plainly,
    ),
]
