"""For the public a closed issue does not exist: with it and without it everything answers alike
(C2)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from portal.models import Member, Membership
from portal.operations.threads import open_thread
from portal.vocabulary.organizations import Capacity, OrganizationKind
from portal.vocabulary.threads import SubjectKind
from roundtable.models import Issue, Meeting
from roundtable.operations.audiences import change_audience
from roundtable.operations.importing import Origin, import_agenda
from roundtable.operations.slots import build_agenda
from roundtable.queries.audiences import disclosure
from tests.crawl import NOBODYS, Answer, crawl, within
from tests.factories import MemberFactory, OrganizationFactory, SeatFactory
from tests.roundtable.canary.people import end_seats
from tests.roundtable.canary.surfaces import blanked, every_address, signed_in
from tests.roundtable.canary.telling import deliver_everything, tell_everybody
from tests.roundtable.documents.agenda_data import BOTH, publish, work_on
from tests.roundtable.meeting_data import planned

pytestmark = pytest.mark.django_db
OUTLINE = """\
A Roundtable Is Proposed

We propose to meet.

- Arrivals:
  - Notice (10 min)
{closed}  - Beds
- Grants
"""
CLOSED = "  - Budgets\n"
STAMPS = {"last-modified", "expires", "set-cookie", "etag", "content-length"}
"""Headers that change by themselves; the bytes are compared, not what stands for them."""
PARTS = {
    **{name: [1, 2] for name in ("thread_id", "comment_id", "slot_id", "number", "subject_id")},
    **{name: [1] for name in ("organization_id", "signature_id", "attendee_id")},
    **{name: [1] for name in ("agency_id", "request_id")},
    **{
        name: [1]
        for name in ("seat_id", "member_id", "invitation_id", "membership_id", "mandate_id")
    },
    "factor_id": [1],
    **{name: [NOBODYS] for name in ("attachment_id", "export_id")},
    "ref": ["R-1.1", "R-1.2", "R-1.3", "R-2", "P-1"],
    "issue_ref": ["R-1.2"],
    "suffix": ["pdf"],
    "step": ["defer"],
    "direction": ["up"],
    "place": ["thread-1"],
    "object_type": ["roundtable.issue", "portal.thread"],
    "key": ["1", "2"],
    "kind": [*SubjectKind],
}


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has never happened afterwards."""
    for factory in (OrganizationFactory, MemberFactory, SeatFactory):
        factory.reset_sequence(0, force=True)
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


def working_day(*, has_closed: bool) -> tuple[Meeting, dict[str, Member | None]]:
    """A roundtable with an agenda that is out for everybody; in its middle, an issue or none."""
    association = OrganizationFactory(kind=OrganizationKind.ASSOCIATION)
    Membership.objects.create(
        association=association, organization=OrganizationFactory(), since="2024-01-01"
    )
    staff = SeatFactory(organization=association, capacity=Capacity.PUBLISHER).member
    body = OrganizationFactory(kind=OrganizationKind.FEDERAL_BODY)
    people = {
        "anonymous": None,
        "observer": SeatFactory(capacity=Capacity.OBSERVER).member,
        "liaison": SeatFactory(organization=body, capacity=Capacity.LIAISON).member,
        "former member": SeatFactory().member,
    }
    text = OUTLINE.format(closed=CLOSED if has_closed else "")
    origin = Origin(file_name="outline.txt", issuer=association, counterpart=body, actor=None)
    import_agenda(text=text, origin=origin)
    for issue in Issue.objects.exclude(title="Budgets").order_by("depth"):
        change_audience(
            issue_id=issue.pk, audience="public", shown=disclosure(issue).code, actor=staff
        )
    meeting = planned(staff)
    build_agenda(meeting_id=meeting.pk, actor=staff)
    if has_closed:
        _close(Issue.objects.get(title="Budgets"), staff)
    for export in [each.export for each in publish(meeting, staff, BOTH).renditions.all()]:
        work_on(export)
    end_seats(people["former member"])
    tell_everybody()
    deliver_everything()
    return meeting, people


def _close(issue: Issue, staff: Member) -> None:
    """For mayors, with something said about it."""
    change_audience(issue_id=issue.pk, audience="mayors", actor=staff)
    open_thread(
        kind="question",
        title="How much",
        text="How much?",
        audience="mayors",
        holder_kind=SubjectKind.ISSUE,
        subject_id=issue.pk,
        actor=staff,
    )


def told(answer: Answer, ref: str) -> tuple[object, ...]:
    """All that an answer tells, apart from the meeting's reference, which is drawn by lot."""
    headers = {name: value for name, value in answer.headers.items() if name not in STAMPS}
    body = answer.body if answer.body.startswith(b"%PDF") else blanked(answer, ref)
    return str(headers).replace(ref, ""), body


def what_is_told(*, has_closed: bool) -> dict[tuple[str, str], tuple[object, ...]]:
    """By who asks and the address."""
    meeting, people = working_day(has_closed=has_closed)
    paths = [*every_address({**PARTS, "ref": [*PARTS["ref"], meeting.ref]})]
    paths += ["/sitemap.xml", "/feed/", f"/meetings/{meeting.ref}/agenda-v2.pdf"]
    return {
        (role, path.replace(meeting.ref, "")): told(answer, meeting.ref)
        for role, member in people.items()
        for path, answer in crawl(within(signed_in(member)), paths).items()
    }


def test_c2_with_and_without_it_the_public_is_told_the_same():
    with undone():
        without = what_is_told(has_closed=False)
    with undone():
        there = what_is_told(has_closed=True)

    assert there.keys() == without.keys()
    assert [key for key in there if there[key] != without[key]] == []
    assert sorted(key for key, (_, body) in there.items() if isinstance(body, bytes)) == [
        (role, f"/meetings//{name}.pdf")
        for role in ("anonymous", "former member", "liaison", "observer")
        for name in ("agenda-v1", "agenda")
    ]
