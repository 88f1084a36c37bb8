"""Closing the door to a member at once, and opening it again."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from portal.audit import record
from portal.models import Invitation, Member, Organization
from portal.operations.authority_ending import end_all_delegations_of
from portal.operations.seats import standing_now
from portal.queries.people import pending_invitations
from portal.vocabulary.audit import Verb
from portal.vocabulary.authority import GIVER_SUSPENDED
from portal.vocabulary.organizations import ASSOCIATION_CAPACITIES, Capacity
from portal.vocabulary.refusals import Refusal

NOT_YOURS = "You cannot do this. Ask a publisher of the association whose staff they are."


@transaction.atomic
def suspend_member(*, member_id: int, reason: str, actor: Member) -> Member:
    """Ends every session of the member, every invitation to or from them and what they lent.

    The seats stay: what rests with the member does until the seats are ended.
    """
    member, actor = _locked(member_id, actor)
    if not member.is_active:
        raise Refusal(f"{member.name} is suspended already.")
    Member.objects.filter(pk=member.pk).update(is_active=False)
    ended = end_sessions(member)
    revoked = _revoke_invitations(member, actor)
    lent = end_all_delegations_of(
        member, reason=GIVER_SUSPENDED.format(name=member.name), actor=actor
    )
    record(
        Verb.MEMBER_SUSPENDED,
        actor=actor,
        subject=member,
        before={"is_active": True},
        after={
            "is_active": False,
            "sessions_ended": ended,
            "invitations_revoked": revoked,
            "delegations_ended": lent,
        },
        reason=reason,
    )
    return member


@transaction.atomic
def restore_member(*, member_id: int, actor: Member) -> Member:
    """Lets the member sign in again; nothing that ended with the suspension comes back."""
    member, actor = _locked(member_id, actor)
    if member.is_active:
        raise Refusal(f"{member.name} is not suspended.")
    # A sign-in that was under way during the suspension may have left one.
    end_sessions(member)
    Member.objects.filter(pk=member.pk).update(is_active=True)
    record(
        Verb.MEMBER_RESTORED,
        actor=actor,
        subject=member,
        before={"is_active": False},
        after={"is_active": True},
    )
    return member


def end_sessions(member: Member) -> int:
    """Deletes every session of a member; gives how many.

    Only the text of a session, which is signed, says whose it is: all of them are read.
    """
    running = Session.objects.filter(expire_date__gt=Now())
    own = [
        session.pk
        for session in running.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(member.pk)
    ]
    Session.objects.filter(pk__in=own).delete()
    return len(own)


def _locked(member_id: int, actor: Member) -> tuple[Member, Member]:
    """The member, and the actor as they stand once nobody else changes who publishes or signs."""
    served = Organization.objects.filter(
        seats__member=member_id, seats__capacity__in=ASSOCIATION_CAPACITIES | {Capacity.PRINCIPAL}
    )
    staffed = Organization.objects.filter(pk__in=served.values("pk")).order_by("pk")
    list(staffed.select_for_update(no_key=True))
    member = Member.objects.select_for_update(no_key=True).get(pk=member_id)
    actor = standing_now(actor)
    if not actor.has_perm("portal.suspend_member", member):
        raise Refusal(NOT_YOURS)
    return member, actor


def _revoke_invitations(member: Member, actor: Member) -> int:
    theirs = pending_invitations().filter(Q(email__iexact=member.email) | Q(invited_by=member))
    found = list(theirs.select_for_update(of=("self",)).select_related("organization"))
    Invitation.objects.filter(pk__in=[one.pk for one in found]).update(revoked_at=Now())
    for invitation in found:
        record(Verb.INVITATION_REVOKED, actor=actor, subject=invitation)
    return len(found)
