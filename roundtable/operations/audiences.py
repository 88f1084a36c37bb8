"""Changing who sees an issue, with everything that hangs on it, in one transaction."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from portal.audit import record
from portal.models import Member, Seat
from portal.operations.screening import check_screened
from portal.operations.threads import narrow_threads_within
from portal.vocabulary.audiences import Audience, is_within
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import SubjectKind
from roundtable.models import Issue
from roundtable.operations.issues import changeable
from roundtable.operations.references import wait_for_turn
from roundtable.queries.audiences import AudiencePlan, audience_plan, disclosure
from roundtable.queries.issues import branch_of
from roundtable.queries.readers import people_to_name

MOST_NAMED = 5


@transaction.atomic
def change_audience(
    *,
    issue_id: int,
    audience: str,
    actor: Member,
    readers: Sequence[Member] = (),
    closed_title: str = "",
    shown: str = "",
) -> Issue:
    """Lets other people see the issue.

    Narrowing takes what is below it along, and every thread that would be seen by others. Letting
    somebody in is for staff who saw what becomes visible (`shown` is the code of that disclosure),
    opens nothing below and no thread. Whoever answers for something keeps seeing it.
    """
    wait_for_turn()
    issue = changeable(issue_id=issue_id, permission="roundtable.steer", actor=actor)
    branch = list(branch_of(issue).select_for_update())
    check_screened(texts={"closed_title": closed_title})
    plan = audience_plan(issue, audience, [reader.pk for reader in readers])
    _check_place(plan, readers)
    _check_opening(plan, actor=actor, shown=shown)
    _check_people(plan, actor)
    _write_title(issue, closed_title)
    if _is_change(plan):
        _write(plan, actor=actor)
        narrow_threads_within(
            holder_kind=SubjectKind.ISSUE,
            subject_ids=[node.pk for node in branch],
            audience=audience,
            actor=actor,
        )
    issue.refresh_from_db()
    return issue


def _check_place(plan: AudiencePlan, readers: Sequence[Member]) -> None:
    """An issue stands inside what it is under, and everything below inside it."""
    parent = plan.issue.parent
    if parent is not None and not is_within(plan.audience, parent.audience):
        raise Refusal(
            f"{plan.issue.ref} stands under {parent.ref}, which is for: "
            f"{parent.get_audience_display().lower()}. Open that one first, or move this one."
        )
    if plan.audience == Audience.NAMED:
        _check_named(plan, readers)
    if plan.stuck:
        names = ", ".join(node.ref for node in plan.stuck)
        raise Refusal(f"{names} below it is for other people. Move it elsewhere or open it first.")


def _check_named(plan: AudiencePlan, readers: Sequence[Member]) -> None:
    if not readers:
        raise Refusal("Name at least one person who can see it.")
    allowed = set(people_to_name(plan.issue).values_list("pk", flat=True))
    for reader in readers:
        if reader.pk not in allowed:
            raise Refusal(f"{reader.name} may not see what it stands under. Leave them out.")


def _check_opening(plan: AudiencePlan, *, actor: Member, shown: str) -> None:
    if not plan.opens:
        return
    if not actor.has_perm("roundtable.manage", plan.issue):
        raise PermissionDenied
    if shown != disclosure(plan.issue).code:
        raise Refusal("Look at what becomes visible first, then confirm.")


def _check_people(plan: AudiencePlan, actor: Member) -> None:
    if plan.losing:
        sentences = (_loss(issue, seat, role, actor) for issue, seat, role in plan.losing)
        raise Refusal(" ".join(list(dict.fromkeys(sentences))[:MOST_NAMED]))
    if actor.pk not in plan.allowed:
        raise Refusal(
            "You would no longer see it yourself. Name yourself too, or ask somebody of that "
            "audience to do it."
        )


def _loss(issue: Issue, seat: Seat, role: str, actor: Member) -> str:
    """Who answers for what is closed to the actor is not said."""
    if not actor.has_perm("roundtable.see_issue", issue):
        return (
            f"Somebody who answers for {issue.ref} would no longer see it: ask those who see it "
            "to change that first."
        )
    whom = "person" if role.startswith("the") else role
    return (
        f"{seat.member.name}, {role} of {issue.ref}, would no longer see it: "
        f"change the {whom} first."
    )


def _is_change(plan: AudiencePlan) -> bool:
    same_readers = plan.readers == {reader.pk for reader in plan.issue.readers.all()}
    return plan.audience != plan.issue.audience or not same_readers


def _write_title(issue: Issue, closed_title: str) -> None:
    issue.closed_title = closed_title.strip()
    issue.save(update_fields=["closed_title"])


def _write(plan: AudiencePlan, *, actor: Member) -> None:
    _set(plan.issue, audience=plan.audience, readers=plan.readers, actor=actor)
    for node in plan.narrowed:
        named = {reader.pk for reader in node.readers.all()} & plan.allowed
        if node.audience == Audience.NAMED:
            _set(node, audience=Audience.NAMED, readers=named, actor=actor)
        else:
            _set(node, audience=plan.audience, readers=plan.readers, actor=actor)


def _set(issue: Issue, *, audience: str, readers: frozenset[int] | set[int], actor: Member) -> None:
    before = _facts(issue)
    issue.audience = audience
    issue.save(update_fields=["audience"])
    issue.readers.set(readers)
    record(
        Verb.ISSUE_AUDIENCE_CHANGED,
        actor=actor,
        subject=issue,
        before=before,
        after=_facts(issue),
    )


def _facts(issue: Issue) -> dict[str, object]:
    readers = sorted(issue.readers.values_list("pk", flat=True))
    return {"audience": str(issue.audience), "readers": readers}
