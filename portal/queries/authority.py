"""Who may sign for an organization, and since when and by what; at this moment, in plain words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Case, Exists, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Least, Now

from portal.models import Attachment, Mandate, Member, Organization, Seat
from portal.queries.clock import in_words
from portal.rules import is_association_staff
from portal.vocabulary.authority import AuthorityState
from portal.vocabulary.organizations import (
    ASSOCIATION_CAPACITIES,
    WORKING_CAPACITIES,
    Capacity,
    Instrument,
)

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class AuthorityFacts(TypedDict):
        """What is derived of a mandate at this moment."""

        ends_at: Any
        state: Any

    Authority = WithAnnotations[Mandate, AuthorityFacts]


def authorities() -> "QuerySet[Authority]":
    """All mandates, each with its `state` at this moment and when it ends or ended."""
    found: QuerySet[Any] = (
        Mandate.objects.annotate(
            # PostgreSQL passes over empty ones.
            ends_at=Least("valid_until", "revoked_at", "seat__until"),
            state=Case(
                When(revoked_at__isnull=False, then=Value(AuthorityState.REVOKED)),
                When(
                    Q(valid_until__lte=Now()) | Q(seat__until__lte=Now()),
                    then=Value(AuthorityState.ENDED),
                ),
                When(
                    instrument=Instrument.LETTER,
                    confirmed_by__isnull=True,
                    then=Value(AuthorityState.WAITING),
                ),
                When(
                    Q(valid_from__gt=Now()) | Q(seat__since__gt=Now()),
                    then=Value(AuthorityState.COMING),
                ),
                default=Value(AuthorityState.IN_FORCE),
            ),
        )
        .select_related(
            "seat__member",
            "seat__organization",
            "granted_by",
            "confirmed_by",
            "revoked_by",
            "letter",
        )
        .order_by("-instrument", "seat__member__name", "pk")
    )
    return found


def authorities_of(organization: Organization) -> "list[Authority]":
    """Every authority to sign for the organization there is or was."""
    return list(authorities().filter(seat__organization=organization))


def offices_to_confirm() -> "QuerySet[Authority]":
    """Offices in force that no second person has confirmed, of all organizations."""
    return (
        authorities()
        .filter(
            instrument=Instrument.OFFICE, confirmed_by__isnull=True, state=AuthorityState.IN_FORCE
        )
        .order_by("seat__organization__name", "pk")
    )


def letters_to_confirm() -> "QuerySet[Authority]":
    """Letters that wait for their second person, of all organizations."""
    return authorities().filter(state=AuthorityState.WAITING).order_by("granted_at")


def may_confirm(member: Member, mandate: Mandate) -> bool:
    """Of an association's staff, and neither who entered it nor who holds it."""
    return is_association_staff(member) and member.pk not in {
        mandate.granted_by_id,
        mandate.seat.member_id,
    }


def can_sign(member: Member, organization: Organization) -> Mandate | None:
    """What lets the member sign for the organization now; of several, the office counts."""
    held = authorities().filter(seat__member=member, seat__organization=organization)
    return held.filter(state=AuthorityState.IN_FORCE).first()


def signing_sentence(member: Member, organization: Organization) -> str:
    """Whether the member can sign for the organization, and why: for the member to read."""
    mandate = can_sign(member, organization)
    return why_can(mandate) if mandate else why_not(member, organization)


def why_can(mandate: Mandate) -> str:
    body, until = mandate.seat.organization.short_name, ""
    if mandate.valid_until is not None:
        until = f" until {in_words(mandate.valid_until)}"
    if mandate.instrument == Instrument.OFFICE:
        waits = "" if mandate.confirmed_by_id else f" {OFFICE_WAITS}"
        return f"You can sign for {body} because you hold the office: {mandate.seat.title}.{waits}"
    if mandate.instrument == Instrument.LETTER:
        return f"You can sign for {body} because a letter of authority says so{until}."
    giver = mandate.granted_by.name if mandate.granted_by else "its principal"
    return f"You can sign for {body} because {giver} lets you{until}."


def why_not(member: Member, organization: Organization) -> str:
    """Why the member cannot sign for the organization at this moment, and who can."""
    body = organization.short_name
    names = signers_of(organization)
    who = f"{' or '.join(names)} can." if names else ASK_STAFF.format(organization=body)
    return f"You cannot sign for {body} because {_lack(member, organization)}. {who}"


OFFICE_WAITS = (
    "A second member of association staff has yet to confirm it; a text with your signature goes "
    "out only then."
)
ASK_STAFF = (
    "Nobody can now: ask the staff of your association to record who signs for {organization}."
)


def signers_of(organization: Organization) -> list[str]:
    """Names of those who can sign for the organization now: who cannot sign in cannot sign."""
    found = Mandate.objects.valid().filter(
        seat__organization=organization, seat__member__is_active=True
    )
    return sorted(set(found.values_list("seat__member__name", flat=True)))


def _lack(member: Member, organization: Organization) -> str:
    """What was or will be there tells more than that nothing is there now."""
    held = authorities().filter(seat__member=member, seat__organization=organization)
    waiting = held.filter(state__in=(AuthorityState.WAITING, AuthorityState.COMING)).first()
    if waiting is not None and waiting.state == AuthorityState.WAITING:
        return "a second person has not confirmed your letter of authority yet"
    if waiting is not None:
        begins = max(waiting.valid_from, waiting.seat.since)
        return f"your authority to sign only begins {in_words(begins)}"
    past = held.order_by(F("ends_at").desc(nulls_last=True), "-pk").first()
    if past is None or past.ends_at is None:
        return "nobody has given you authority to sign: a seat alone gives none"
    ended = f"your authority to sign ended {in_words(past.ends_at)}"
    if past.state != AuthorityState.REVOKED:
        return ended
    by = f"; {past.revoked_by.name} took it back" if past.revoked_by else "; it was taken back"
    reason = f" ({past.revoked_reason.rstrip('.')})" if past.revoked_reason else ""
    return f"{ended}{by}{reason}"


def office_of(member: Member, organization: Organization) -> Mandate | None:
    """The office by which the member leads the organization now: it lets them delegate."""
    return (
        Mandate.objects.valid()
        .filter(
            seat__member=member,
            seat__organization=organization,
            seat__capacity=Capacity.PRINCIPAL,
            instrument=Instrument.OFFICE,
        )
        .select_related("seat__organization", "seat__member")
        .first()
    )


def seats_to_delegate_to(organization: Organization) -> QuerySet[Seat]:
    """Working seats there of people who can sign in and do not hold the office themselves."""
    in_office = Mandate.objects.valid().filter(instrument=Instrument.OFFICE)
    return (
        Seat.objects.current()
        .filter(organization=organization, capacity__in=WORKING_CAPACITIES, member__is_active=True)
        .exclude(
            member__in=in_office.filter(seat__organization=organization).values("seat__member")
        )
        .select_related("member", "organization")
        .order_by("member__name", "pk")
    )


def seats_for_letters(organization: Organization, viewer: Member) -> QuerySet[Seat]:
    """Working seats there, but the viewer's own: nobody enters a letter for themselves."""
    return (
        Seat.objects.current()
        .filter(organization=organization, capacity__in=WORKING_CAPACITIES)
        .exclude(member=viewer)
        .select_related("member", "organization")
        .order_by("member__name", "pk")
    )


def authorities_left_by(member: Member) -> "list[Authority]":
    """What lets the member sign, which a suspension leaves, and what they lent, which it ends."""
    concerned = Q(seat__member=member) | Q(granted_by=member, instrument=Instrument.DELEGATION)
    kept = (AuthorityState.IN_FORCE, AuthorityState.COMING)
    return list(authorities().filter(concerned, state__in=kept))


def my_organizations(member: Member) -> list[Organization]:
    """Where the member holds a working seat, each once."""
    bodies = {
        seat.organization_id: seat.organization
        for seat in member.current_seats
        if seat.capacity in WORKING_CAPACITIES
    }
    return sorted(bodies.values(), key=lambda body: body.name)


def mandates_visible_to(member: Member) -> QuerySet[Mandate]:
    """Association staff see all; others those of organizations where they hold a working seat."""
    if is_association_staff(member):
        return Mandate.objects.all()
    bodies = [body.pk for body in my_organizations(member)]
    return Mandate.objects.filter(seat__organization__in=bodies)


def members_who_see(members: QuerySet[Member], mandate_id: int) -> QuerySet[Member]:
    """Those of the members who may see a mandate: the rule above read the other way round."""
    body = Mandate.objects.filter(pk=mandate_id).values("seat__organization")
    works_there = Q(organization__in=body, capacity__in=WORKING_CAPACITIES)
    is_staff = Q(capacity__in=ASSOCIATION_CAPACITIES) & Q(Exists(body))
    seats = Seat.objects.current().filter(works_there | is_staff)
    return members.filter(pk__in=seats.values("member"))


def authority_titles(member: Member, mandate_ids: Sequence[int]) -> dict[int, str]:
    """Names of those of the mandates that the member may see now."""
    seen = mandates_visible_to(member).filter(pk__in=mandate_ids)
    named = seen.annotate(body=Coalesce("seat__organization__name", Value("")))
    return {pk: f"Authority to sign for {body}" for pk, body in named.values_list("pk", "body")}


def holds_letter(member: Member, attachment: Attachment) -> bool:
    """Whether the file is a letter of authority that the member may read."""
    return mandates_visible_to(member).filter(letter=attachment).exists()
