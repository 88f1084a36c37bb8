"""Asking counsel about a version of a text, and counsel's one answer. It never signs or blocks."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.audit import record
from portal.models import Member, Organization, Seat
from portal.models.audit import ClockTimestamp
from portal.notify import announce
from portal.vocabulary.audit import Verb
from portal.vocabulary.organizations import WORKING_CAPACITIES
from portal.vocabulary.refusals import Refusal
from statements.models import CounselRequest
from statements.operations.authority import require_window
from statements.operations.lifecycle import locked, newest_revision
from statements.queries.counsel import possible_counsel
from statements.vocabulary.signing import CounselAnswer


@transaction.atomic
def ask_counsel(
    *, statement_id: int, organization_id: int, counsel_id: int, actor: Member
) -> CounselRequest:
    """Mails a link to the newest version to a colleague; of one version each is asked once."""
    statement = locked(statement_id)
    own = Seat.objects.current().filter(member=actor, capacity__in=WORKING_CAPACITIES)
    seat = own.filter(organization=organization_id).select_related("organization").first()
    if seat is None:
        raise PermissionDenied
    organization: Organization = seat.organization
    require_window(statement=statement, organization=organization, late=True)
    possible = {found.member.pk: found.member for found in possible_counsel(organization, actor)}
    if (counsel := possible.get(counsel_id)) is None:
        raise Refusal(f"Choose somebody who works for {organization.short_name}.")
    request, is_new = CounselRequest.objects.get_or_create(
        revision=newest_revision(statement),
        organization=organization,
        counsel=counsel,
        defaults={"statement": statement, "asked_by": seat},
    )
    if is_new:
        facts = {"organization": organization.pk, "counsel": counsel.pk}
        record(Verb.COUNSEL_ASKED, actor=actor, subject=request, after=facts)
        announce("counsel_asked", subject_id=statement.pk, key=f"counsel-asked:{request.pk}")
    return request


@transaction.atomic
def answer_as_counsel(*, request_id: int, answer: str, actor: Member) -> CounselRequest:
    """Gives the one answer, by its button; the same again is no error."""
    request = (
        CounselRequest.objects.select_for_update(of=("self",))
        .select_related("organization", "statement")
        .get(pk=request_id)
    )
    seats = Seat.objects.current().filter(
        member=actor, organization=request.organization_id, capacity__in=WORKING_CAPACITIES
    )
    if request.counsel_id != actor.pk or not seats.exists():
        raise PermissionDenied
    if answer not in CounselAnswer.values:
        raise Refusal("Choose one of the answers.")
    if request.answer:
        if request.answer == answer:
            return request
        raise Refusal(f"You answered already: {request.get_answer_display()}.")
    CounselRequest.objects.filter(pk=request.pk).update(answer=answer, answered_at=ClockTimestamp())
    request.refresh_from_db(fields=["answer", "answered_at"])
    facts = {"organization": request.organization_id, "answer": answer}
    record(Verb.COUNSEL_ANSWERED, actor=actor, subject=request, after=facts)
    announce(
        "counsel_answered", subject_id=request.statement_id, key=f"counsel-answered:{request.pk}"
    )
    return request
