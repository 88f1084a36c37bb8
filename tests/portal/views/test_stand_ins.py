"""What a stand-in sees: never more than the member behind it, whoever else looks."""

import re
from collections.abc import Callable

import pytest
from django.db.models.functions import Now

from portal.models import Member, Organization, Seat
from portal.queries.previews import NOBODY, stand_in
from portal.queries.threads import threads_visible_to
from portal.vocabulary.audiences import Audience, within
from portal.vocabulary.organizations import Capacity
from portal.vocabulary.previews import (
    Reader,
)
from roundtable.models import Issue, Proposal
from roundtable.queries.agendas import renditions_visible_to
from roundtable.queries.issues import issues_visible_to
from roundtable.queries.meetings import meetings_visible_to
from statements.models import Statement
from statements.queries.statements import statements_visible_to
from tests.discussions import a_thread
from tests.factories import SeatFactory
from tests.portal.page_walk import walk
from tests.portal.preview_data import another_association, serves, signed_in
from tests.portal.test_access import addresses, people
from tests.roundtable.documents.agenda_data import a_proposal, winter_meeting
from tests.roundtable.documents.agenda_data import an_issue as an_item
from tests.roundtable.views.test_agendas import make, publish
from tests.statements.editor import imported
from tests.statements.queries.test_discussion import a_thread as a_statement_thread
from tests.statements.signing_data import open_sign_on

__all__ = ["addresses", "people"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(publisher: Member, mayor: Member, chief: Member) -> None:
    """Something of every audience, and statements of two associations that ask every city."""
    serves(publisher, mayor)
    other = another_association()
    for association in (publisher, other):
        issuer = association.current_seats[0].organization
        statement = imported(mayor.current_seats[0].organization, issuer)
        Statement.objects.filter(pk=statement.pk).update(handed_over_at=Now())
        open_sign_on(statement)
        a_statement_thread(statement, mayor)
    for audience in within(Audience.WORKING_GROUP):
        issue = an_item(a_proposal(), "Court orders", audience=audience)
        issue.readers.add(publisher)
        opener = chief if audience == Audience.CHIEFS else Member.objects.get(pk=publisher.pk)
        readers = [publisher.pk] if audience == Audience.NAMED else []
        a_thread(issue, opener, audience=audience, readers=readers)
    make(publish(winter_meeting(), publisher))
    for proposal in Proposal.objects.all():  # out of the way of those that are imported
        Proposal.objects.filter(pk=proposal.pk).update(ref=f"P-S{proposal.pk}")


VISIBLE: dict[str, Callable] = {
    "statements": statements_visible_to,
    "threads": threads_visible_to,
    "issues": issues_visible_to,
    "renditions": renditions_visible_to,
    "meetings": meetings_visible_to,
}


def seen(member: Member) -> set[tuple[str, int]]:
    return {(kind, row.pk) for kind, rule in VISIBLE.items() for row in rule(member)}


@pytest.mark.parametrize("reader", [one for one in Reader if one not in {"chiefs", "visitor"}])
def test_b10_a_stand_in_sees_nothing_that_its_member_does_not(scene, publisher, reader):
    staff = Member.objects.get(pk=publisher.pk)

    assert seen(stand_in(reader, staff)) < seen(staff)


def test_somebody_on_the_mayors_side_does_see_what_the_stand_in_may_not(scene, publisher):
    """The rule that is held above has something to hold back."""
    staff = Member.objects.get(pk=publisher.pk)
    city = SeatFactory(capacity=Capacity.STAFF).member
    hidden = seen(city) - seen(stand_in(Reader.MAYORS, staff))

    assert sorted(kind for kind, _ in hidden) == ["statements", "threads"]
    assert seen(stand_in(Reader.MAYORS, staff)) < seen(city)


def test_b10_what_one_stand_in_sees_is_not_kept_for_another(scene, publisher):
    """Questions are kept by each process; stand-ins share their key."""
    other = Statement.objects.order_by("pk").last().issuers.get().seats.get().member
    both = [Member.objects.get(pk=one.pk) for one in (publisher, other)]
    first, second = (seen(stand_in(Reader.MAYORS, one)) for one in both)
    again = seen(stand_in(Reader.MAYORS, both[0]))

    assert first == again
    assert {kind for kind, _ in first - second} == {kind for kind, _ in second - first}
    assert {kind for kind, _ in first - second} == {"statements", "threads"}
    for one, shown in zip(both, (first, second), strict=True):
        assert shown <= seen(one)


@pytest.mark.parametrize("reader", [Reader.MAYORS, Reader.OBSERVER, Reader.VISITOR])
def test_b10_every_page_of_a_preview_is_open_to_the_member_as_well(
    scene, people, addresses, reader
):
    here = [f"/statements/{one.ref}/{part}" for one in Statement.objects.all() for part in PARTS]
    here += [f"/roundtable/{issue.ref}/" for issue in Issue.objects.all()]
    known = [path for name, path in addresses.items() if name not in {"healthz", "readyz"}]
    pages = walk(signed_in(people["publisher"], reader), [*known, *here])
    own = walk(signed_in(people["publisher"]), [*pages], follows=False)
    opened = {path for path, (status, _) in pages.items() if status == 200}

    assert [path for path, (status, _) in pages.items() if status >= 500] == []
    assert [path for path in opened if own[path][0] != 200] == []
    assert named_in(pages) - named_in(own) == set()


PARTS = ("", "sign/", "working/", "staff/", "versions/")


def named_in(pages: dict[str, tuple[int, str]]) -> set[str]:
    """References of issues, statements, meetings that stand on any of the pages."""
    return {ref for _, page in pages.values() for ref in re.findall(r"\b[RSMP]-[\w.]*\w", page)}


def test_a_stand_in_is_nobody(publisher):
    found = stand_in(Reader.WORKING_GROUP, publisher)

    assert (found.pk, found.email) == (NOBODY, "")
    assert Member.objects.filter(pk=NOBODY).exists() is False
    assert Organization.objects.filter(pk=NOBODY).exists() is False
    assert Seat.objects.filter(member=found).exists() is False
