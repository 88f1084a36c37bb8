"""Letting somebody in anew who lost every passkey: two members of staff and a call.

The first calls the organization's registered contact and writes down who said what. The second, a
publisher, looks at that and confirms under their own step-up. Only then do the lost passkeys end,
with every session; the member signs in by a mailed code and adds a new one.
"""

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse

from portal.audit import record
from portal.models import Member, Recovery, Seat
from portal.operations.factors import remove_factors
from portal.operations.mail import queue_mail
from portal.operations.seats import standing_now
from portal.operations.step_up import StepUp, require_own
from portal.queries.recovery import OPEN_DAYS, open_recoveries
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.refusals import Refusal

LET_IN = """\
The passkeys and app codes of your account no longer count, and you are signed out everywhere.

Sign in with a code that we mail to you, then add a new passkey:

{link}

If you did not ask for this, call {phone} at once.
"""
TOLD = """\
{name} lost their passkey and may now sign in anew with a mailed code. {first} called your
organization, and {second} confirmed it.

If nobody of your organization asked for this, call {phone} at once.
"""


@transaction.atomic
def ask_recovery(*, member_id: int, called: str, actor: Member) -> Recovery:
    """Notes the call; nothing changes for the member until somebody else confirms."""
    member, actor = _locked(member_id, actor)
    if not called.strip():
        raise Refusal("Say whom you called, at which number, and what they said.")
    waiting = open_recoveries().filter(member=member).first()
    if waiting is not None:
        raise Refusal(f"{waiting.asked_by.name} asked for this already. A publisher confirms it.")
    _end_old(member, actor)
    recovery = Recovery.objects.create(member=member, called=called.strip(), asked_by=actor)
    record(Verb.RECOVERY_ASKED, actor=actor, subject=member, after={"called": recovery.called})
    return recovery


@transaction.atomic
def confirm_recovery(*, recovery_id: int, actor: Member, step_up: StepUp) -> Recovery:
    """Ends the member's passkeys and sessions; refused for whoever asked, and for the member."""
    require_own(step_up, actor=actor)
    recovery = _waiting(recovery_id)
    member, actor = _locked(recovery.member_id, actor)
    if actor.pk == recovery.asked_by_id:
        raise Refusal("You asked for this yourself. Another publisher has to confirm it.")
    if not actor.has_perm("portal.confirm_recovery", member):
        raise Refusal("Only a publisher of an association confirms this. Ask one of them.")
    Recovery.objects.filter(pk=recovery.pk).update(confirmed_by=actor, confirmed_at=Now())
    removed = remove_factors(member=member, actor=actor, reason=recovery.called)
    record(
        Verb.RECOVERY_CONFIRMED,
        actor=actor,
        subject=member,
        after={"asked_by": recovery.asked_by_id, "removed": removed, **step_up.facts},
        reason=recovery.called,
    )
    _tell(recovery, member, actor)
    return recovery


@transaction.atomic
def cancel_recovery(*, recovery_id: int, actor: Member) -> Recovery:
    """Takes it back: the member's passkeys go on."""
    recovery = _waiting(recovery_id)
    member, actor = _locked(recovery.member_id, actor)
    Recovery.objects.filter(pk=recovery.pk).update(cancelled_by=actor, cancelled_at=Now())
    record(Verb.RECOVERY_CANCELLED, actor=actor, subject=member)
    return recovery


def _waiting(recovery_id: int) -> Recovery:
    found = open_recoveries().select_for_update(of=("self",)).filter(pk=recovery_id).first()
    if found is None:
        raise Refusal(
            f"This was confirmed or cancelled meanwhile, or is older than {OPEN_DAYS} days."
        )
    return found


def _locked(member_id: int, actor: Member) -> tuple[Member, Member]:
    """The member, and the actor as they stand now."""
    member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
    actor = standing_now(actor)
    if not actor.has_perm("portal.recover_member", member):
        raise Refusal("You cannot let this member in anew. Ask another member of staff.")
    if not member.is_active:
        raise Refusal(f"{member.name} is suspended. Let them in again first.")
    return member, actor


def _end_old(member: Member, actor: Member) -> None:
    """What was never confirmed in time makes room."""
    old = Recovery.objects.filter(
        member=member, confirmed_at__isnull=True, cancelled_at__isnull=True
    )
    old.update(cancelled_by=actor, cancelled_at=Now())


def _tell(recovery: Recovery, member: Member, actor: Member) -> None:
    """The member, and whoever leads or staffs the same organizations."""
    link = f"{settings.SITE_URL}{reverse('account_request_login_code')}"
    queue_mail(
        to=member.email,
        subject="You can sign in anew",
        text=LET_IN.format(link=link, phone=settings.DUTY_PHONE),
    )
    bodies = Seat.objects.current().filter(member=member).values("organization")
    heads = {Capacity.PRINCIPAL, Capacity.ACTING, Capacity.STAFF, Capacity.PUBLISHER}
    beside = Seat.objects.current().filter(
        organization__in=bodies, capacity__in=heads, member__is_active=True
    )
    told = TOLD.format(
        name=member.name,
        first=recovery.asked_by.name,
        second=actor.name,
        phone=settings.DUTY_PHONE,
    )
    addresses = beside.exclude(member=member).values_list("member__email", flat=True)
    for address in sorted(set(addresses)):
        queue_mail(to=address, subject=f"{member.name} signs in anew", text=told)
