"""One message about a statement, in the recipient's time zone.

The words are a template's: its first line is the subject. Titles of statements stand inside
mails, for those who may see them, and never in a subject before the release; of a text itself
no mail holds anything.
"""

from dataclasses import replace
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list

from portal.models import Member, Organization, Seat
from portal.queries.organizations import HEADS
from portal.registry import Message
from statements.models import Signature, Statement


def to_signer(template: str, statement: Statement, seat: Seat, **facts: object) -> Message:
    """To somebody who may sign, leading to the sign page."""
    return _message(
        template,
        statement=statement,
        to=seat.member,
        page="sign",
        why=f"you may sign for {seat.organization}",
        principal_of=_principal_of(seat),
        facts={"organization": seat.organization, **facts},
    )


def about_signature(template: str, signature: Signature, seat: Seat, **facts: object) -> Message:
    """To somebody who may answer for a signature, leading to its receipt.

    The text names, besides, the page where one says that it was not given.
    """
    statement = signature.statement
    dispute = reverse("dispute_signature", args=[statement.ref, signature.pk])
    return _message(
        template,
        statement=statement,
        to=seat.member,
        address=reverse("receipt", args=[statement.ref, signature.pk]),
        why=f"you may sign for {seat.organization}",
        principal_of=_principal_of(seat),
        facts={"signature": signature, "dispute_url": f"{settings.SITE_URL}{dispute}", **facts},
    )


def to_people(template: str, statement: Statement, seat: Seat, **facts: object) -> Message:
    """To somebody who works for an organization that is asked, leading to the sign page."""
    return _message(
        template,
        statement=statement,
        to=seat.member,
        page="sign",
        why=f"you work for {seat.organization}",
        facts=facts,
    )


def to_staff(template: str, statement: Statement, seat: Seat, **facts: object) -> Message:
    """To the staff of an issuer, leading to the staff page."""
    return _message(
        template,
        statement=statement,
        to=seat.member,
        page="staff_page",
        why=_staff_reason(seat),
        facts=facts,
    )


def row_for_staff(template: str, statement: Statement, seat: Seat, **facts: object) -> Message:
    """The same without a mail."""
    return replace(to_staff(template, statement, seat, **facts), is_mailed=False)


def outcome_to_signer(
    template: str, statement: Statement, signature: Signature, *, is_listed: bool
) -> Message:
    """What became of the statement, to somebody who signed it, leading to its public page."""
    return _message(
        template,
        statement=statement,
        to=signature.seat.member,
        why=f"you signed for {signature.organization}",
        principal_of=_principal_of(signature.seat),
        facts={"organization": signature.organization, "is_signer": True, "is_listed": is_listed},
    )


def outcome_to_staff(template: str, statement: Statement, seat: Seat) -> Message:
    """The same to the staff of an issuer."""
    return _message(template, statement=statement, to=seat.member, why=_staff_reason(seat))


def outcome_to_drafter(template: str, statement: Statement, member: Member) -> Message:
    """The same to somebody who wrote at it."""
    return _message(template, statement=statement, to=member, why="you drafted it")


def _message(
    template: str,
    *,
    statement: Statement,
    to: Member,
    why: str,
    page: str = "statement",
    address: str = "",
    principal_of: Organization | None = None,
    facts: dict[str, object] | None = None,
) -> Message:
    names = [issuer.short_name for issuer in statement.issuers_in_order]
    context = {
        "statement": statement,
        "title": " ".join(statement.title.split()),
        "issuers": get_text_list(names or [statement.organization.short_name], "and"),
        **(facts or {}),
    }
    with timezone.override(ZoneInfo(to.time_zone)):
        words = render_to_string(f"statements/mail/{template}.txt", context)
    subject, _, text = words.strip().partition("\n")
    return Message(
        recipient=to,
        title=subject,
        text=text.strip(),
        url=address or reverse(page, args=[statement.ref]),
        why=why,
        principal_of=principal_of,
    )


def _principal_of(seat: Seat) -> Organization | None:
    return seat.organization if seat.capacity in HEADS else None


def _staff_reason(seat: Seat) -> str:
    return f"you work for {seat.organization}, which issues this statement"
