"""Adding organizations and changing what is recorded of them."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, connection, transaction

from portal.audit import record
from portal.intake.names import check_name
from portal.models import Attachment, AuditEvent, Member, Organization
from portal.operations.attachments import add_attachment
from portal.operations.screening import check_screened
from portal.operations.seats import standing_now
from portal.queries.clock import in_words
from portal.queries.places import kind_obstacle, parent_obstacle
from portal.vocabulary.audit import Verb
from portal.vocabulary.directory import FIELD_LABELS, OWN_FIELDS, STAFF_FIELDS
from portal.vocabulary.refusals import Refusal

DIRECTORY_LOCK = 6_421_001
"""Number of the lock that a roster takes alone and single changes share: neither waits for the
other's rows while holding its own."""
MOST_LOGO_BYTES = 1_000_000
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
ONE_LINE = frozenset({"name", "short_name", "place", "region"})
NOT_YOURS = "Only association staff change this. Ask the staff of your association."


class ChangedMeanwhile(Refusal):
    """Somebody else changed the same; `stored` is what stands there now, by field."""

    def __init__(self, sentence: str, *, stored: Mapping[str, str]) -> None:
        super().__init__(sentence)
        self.stored = stored


@transaction.atomic
def add_organization(*, values: Mapping[str, Any], actor: Member) -> Organization:
    """Enters an organization; people come by invitation afterwards."""
    share_directory()
    actor = standing_now(actor)
    if not actor.has_perm("portal.keep_directory"):
        raise Refusal("Only association staff add organizations.")
    given = _as_read(values)
    made = Organization(**{name: given[name] for name in STAFF_FIELDS if name in given})
    _check(made)
    _save(made, None)
    record(
        Verb.ORGANIZATION_ADDED,
        actor=actor,
        subject=made,
        after={name: told(getattr(made, name)) for name in STAFF_FIELDS},
    )
    return made


@transaction.atomic
def change_organization(
    *, organization_id: int, seen: Mapping[str, str], values: Mapping[str, Any], actor: Member
) -> Organization:
    """Writes what the actor changed: where `values` differ from what they had `seen`.

    What somebody else changed meanwhile stays, and is named where the actor changed it too:
    nothing is lost either way. `seen` holds each field as `told` writes it.
    """
    share_directory()
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization_id)
    actor = standing_now(actor)
    given = _as_read(values)
    wanted = {name: value for name, value in given.items() if told(value) != seen.get(name, "")}
    _check_rights(organization, actor, wanted)
    stored = {name: told(getattr(organization, name)) for name in wanted}
    changed = {name: value for name, value in wanted.items() if told(value) != stored[name]}
    _check_unseen(organization, {name: stored[name] for name in changed}, seen)
    if not changed:
        return organization
    _check_kind(organization, changed.get("kind", organization.kind))
    for name, value in changed.items():
        setattr(organization, name, value)
    _check(organization)
    _save(organization, list(changed))
    record(
        Verb.ORGANIZATION_CHANGED,
        actor=actor,
        subject=organization,
        before={name: stored[name] for name in changed},
        after={name: told(value) for name, value in changed.items()},
    )
    return organization


@transaction.atomic
def set_logo(
    *, organization_id: int, data: bytes, name: str, actor: Member, release_reason: str = ""
) -> Attachment | None:
    """Puts a picture, written anew, in the place of the logo; no data takes the logo away.

    The one before stays on record and is shown nowhere.
    """
    share_directory()
    organization = Organization.objects.select_for_update(no_key=True).get(pk=organization_id)
    actor = standing_now(actor)
    if not actor.has_perm("portal.edit_organization", organization):
        raise Refusal(f"Only the people of {organization.name} and association staff do this.")
    before = organization.logo
    if not data and before is None:
        return None
    made = None
    if data:
        _check_logo(data)
        made = add_attachment(
            data=data, name=name, actor=actor, holder=organization, release_reason=release_reason
        )
    organization.logo = made
    organization.save(update_fields=["logo"])
    record(
        Verb.ORGANIZATION_CHANGED,
        actor=actor,
        subject=organization,
        before={"logo": before.name if before else ""},
        after={"logo": made.name if made else ""},
    )
    return made


def share_directory() -> None:
    """Changes one organization: beside others like it, before or after a roster."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [DIRECTORY_LOCK])


def told(value: object) -> str:
    """A value as the record and a page's memory of it hold it."""
    if isinstance(value, Organization):
        return value.name
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _as_read(values: Mapping[str, Any]) -> dict[str, Any]:
    """Names are one line in which nothing is hidden."""
    return {
        name: check_name(value) if name in ONE_LINE else value for name, value in values.items()
    }


def _check_rights(organization: Organization, actor: Member, wanted: Mapping[str, Any]) -> None:
    if not actor.has_perm("portal.edit_organization", organization):
        raise Refusal(f"Only the people of {organization.name} and association staff do this.")
    is_more = set(wanted) - set(OWN_FIELDS)
    if is_more and not actor.has_perm("portal.keep_organization", organization):
        raise Refusal(NOT_YOURS)


def _check_unseen(
    organization: Organization, stored: Mapping[str, str], seen: Mapping[str, str]
) -> None:
    """Refuses to write over what came after the page was opened, and says what it was."""
    newer = {name: value for name, value in stored.items() if value != seen.get(name, "")}
    if not newer:
        return
    events = AuditEvent.objects.filter(
        object_type=organization._meta.label_lower, object_id=str(organization.pk)
    ).order_by("-pk")
    found = []
    for name, value in newer.items():
        event = events.filter(after__has_key=name).first()
        who = event.actor.name if event and event.actor else "somebody"
        at = f" on {in_words(event.at)}" if event else ""
        words = f"\u201c{value}\u201d" if value else "nothing"
        found.append(f"{FIELD_LABELS[name]} was changed by {who}{at} to {words}.")
    typed = "What you typed is still here: save again if it should take its place."
    raise ChangedMeanwhile(f"{' '.join(found)} {typed}", stored=newer)


def _check_kind(organization: Organization, kind: str) -> None:
    is_used = (
        organization.seats.filter(until__isnull=True).exists()
        or organization.memberships.filter(until__isnull=True).exists()
        or organization.children.exists()
    )
    if wrong := kind_obstacle(organization, kind, is_used=is_used):
        raise Refusal(wrong)


def _check(organization: Organization) -> None:
    if wrong := parent_obstacle(organization, organization.parent):
        raise Refusal(wrong)
    texts = {name: getattr(organization, name) for name in STAFF_FIELDS}
    check_screened(texts={name: value for name, value in texts.items() if isinstance(value, str)})


def _save(organization: Organization, fields: list[str] | None) -> None:
    """Without `fields` it is new. The database says whether a name is free, to two at once too."""
    try:
        with transaction.atomic():
            organization.save(update_fields=fields, force_insert=fields is None)
    except IntegrityError as problem:
        if "organization_name_once" not in str(problem):
            raise
        raise Refusal(
            f"Another organization is called {organization.name}. Add the state to the name."
        ) from problem


def _check_logo(data: bytes) -> None:
    if not data.startswith(PICTURES):
        raise Refusal("This is not a PNG or JPEG picture. Choose one that is.")
    if len(data) > MOST_LOGO_BYTES:
        raise Refusal("This picture is larger than 1 MB. Make it smaller and choose it again.")
