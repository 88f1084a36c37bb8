"""What would follow if other people could see an issue."""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from portal.models import AuditEvent, Member, Seat
from portal.vocabulary.audiences import Audience, is_within, within
from roundtable.models import Issue
from roundtable.queries.issues import branch_of
from roundtable.queries.readers import members_who_would_see
from roundtable.rules import seat_may_see


@dataclass(frozen=True)
class Disclosure:
    """What whoever is let in would read; threads keep their own audience and are not part of it."""

    title: str
    background: str
    talking_points: Sequence[str]
    last_update: str
    files: Sequence[str]
    sentences: Sequence[str]

    @property
    def code(self) -> str:
        """Stands for exactly this content."""
        parts = [self.title, self.background, list(self.talking_points), self.last_update]
        text = json.dumps([*parts, list(self.files), list(self.sentences)])
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class AudiencePlan:
    """A change of who sees an issue, and what follows for everything below it.

    `narrowed` are the issues below that would be seen by others otherwise; `stuck` those below
    for people of another side. `losing` names who answers for something and would not see it.
    """

    issue: Issue
    audience: str
    readers: frozenset[int]
    opens: bool
    narrowed: Sequence[Issue]
    stuck: Sequence[Issue]
    losing: Sequence[tuple[Issue, Seat, str]]
    allowed: frozenset[int]


def audience_plan(issue: Issue, audience: str, readers: Collection[int]) -> AudiencePlan:
    """Works out the change for the issue's branch as it stands."""
    named = frozenset(readers) if audience == Audience.NAMED else frozenset()
    allowed = frozenset(members_who_would_see(audience, named).values_list("pk", flat=True))
    narrowed: list[Issue] = []
    stuck: list[Issue] = []
    for node in _with_people(issue):
        if node.pk == issue.pk:
            continue
        if is_within(node.audience, audience):
            left = _reader_ids(node) & allowed
            if node.audience == Audience.NAMED and left != _reader_ids(node):
                (narrowed if left else stuck).append(node)
        else:
            (narrowed if is_within(audience, node.audience) else stuck).append(node)
    return AudiencePlan(
        issue=issue,
        audience=audience,
        readers=named,
        opens=_opens(issue, audience, named),
        narrowed=narrowed,
        stuck=stuck,
        losing=[loss for node in [issue, *narrowed] for loss in _losses(node, allowed)],
        allowed=allowed,
    )


def disclosure(issue: Issue) -> Disclosure:
    """What of the issue becomes visible with it."""
    events = AuditEvent.objects.filter(
        object_type=Issue._meta.label_lower, object_id=str(issue.pk)
    ).exclude(reason="")
    return Disclosure(
        title=issue.title,
        background=issue.background,
        talking_points=issue.talking_points,
        last_update=issue.last_update,
        files=list(issue.attachments.values_list("name", flat=True)),
        sentences=list(events.order_by("pk").values_list("reason", flat=True)),
    )


def audiences_for(issue: Issue, member: Member) -> list[Audience]:
    """What the member may choose for the issue, widest first."""
    outer = issue.parent.audience if issue.parent else Audience.PUBLIC
    may_open = member.has_perm("roundtable.manage", issue)
    mine = {*member.audiences, Audience.NAMED}
    return [
        audience
        for audience in within(outer)
        if audience in mine and (may_open or is_within(audience, issue.audience))
    ]


def _with_people(issue: Issue) -> list[Issue]:
    people = branch_of(issue).select_related(
        "owner__member", "staff_lead__member", "waiting_seat__member"
    )
    return list(people.prefetch_related("helpers__member", "readers"))


def _reader_ids(issue: Issue) -> set[int]:
    return {reader.pk for reader in issue.readers.all()}


def _opens(issue: Issue, audience: str, readers: frozenset[int]) -> bool:
    """Whether anybody is let in who was not."""
    if audience == issue.audience == Audience.NAMED:
        return not readers <= _reader_ids(issue)
    if audience == Audience.NAMED:
        before = members_who_would_see(issue.audience, ()).filter(pk__in=readers)
        return before.count() != len(readers)
    return not is_within(audience, issue.audience)


def _losses(issue: Issue, allowed: frozenset[int]) -> list[tuple[Issue, Seat, str]]:
    """Those who answer for the issue and see it now, with what they are, if not `allowed`."""
    roles = [
        (issue.owner, "owner"),
        (issue.staff_lead, "staff lead"),
        (issue.waiting_seat, "the one it waits on"),
        *((helper, "helper") for helper in issue.helpers.all()),
    ]
    return [
        (issue, seat, role)
        for seat, role in roles
        if seat is not None and seat.member_id not in allowed and seat_may_see(seat, issue)
    ]
