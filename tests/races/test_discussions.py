"""Two people in one thread at the same instant: nothing is lost, nothing waits for ever."""

from functools import partial

import pytest
from django.db import transaction

from portal.models import Comment, Member, Thread
from portal.operations.comments import StaleEdit, edit_comment
from portal.operations.threads import narrow_threads_within, reopen_thread, resolve_thread
from portal.queries.comments import edition_of
from portal.vocabulary.audiences import Audience
from portal.vocabulary.organizations import OrganizationKind
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.threads import SubjectKind
from roundtable.models import Issue
from tests.discussions import a_thread, an_issue, first_comment
from tests.factories import OrganizationFactory, SeatFactory
from tests.races.conftest import ROUNDS

pytestmark = pytest.mark.usefixtures("cloned_database")


@pytest.fixture
def mayor(cloned_database: None) -> Member:
    return SeatFactory(organization=OrganizationFactory(kind=OrganizationKind.CITY)).member


def test_of_two_edits_of_one_text_the_later_learns_of_the_first(mayor, at_once):
    comment = first_comment(a_thread(an_issue(), mayor))
    for number in range(ROUNDS):
        edition = edition_of(Comment.objects.get(pk=comment.pk))
        edit = partial(edit_comment, comment_id=comment.pk, edition=edition, actor=mayor)
        texts = [f"{number} one", f"{number} two"]
        results = at_once(*[partial(edit, text=text) for text in texts])
        stale = next(result for result in results if isinstance(result, StaleEdit))

        assert {stale.current, stale.typed} == set(texts)
        assert Comment.objects.get(pk=comment.pk).source == stale.current

    assert comment.versions.count() == ROUNDS


@transaction.atomic
def narrow(issue: Issue) -> int:
    """As an operation of the issue does it: its row, then its threads'."""
    Issue.objects.select_for_update().get(pk=issue.pk)
    Issue.objects.filter(pk=issue.pk).update(audience=Audience.MAYORS)
    return narrow_threads_within(
        holder_kind=SubjectKind.ISSUE,
        subject_ids=[issue.pk],
        audience=Audience.MAYORS,
        actor=None,
    )


def test_a_thread_that_is_opened_while_its_issue_is_narrowed_is_narrowed_or_refused(mayor, at_once):
    for _ in range(ROUNDS):
        issue = an_issue()
        narrowed, opened = at_once(partial(narrow, issue), partial(a_thread, issue, mayor))

        assert narrowed in {0, 1}
        if narrowed == 0:
            assert isinstance(opened, Refusal)
        assert not Thread.objects.filter(
            issue_holding__issue=issue, audience=Audience.WORKING_GROUP
        ).exists()


def test_a_thread_that_is_opened_again_while_its_issue_is_narrowed_waits_its_turn(mayor, at_once):
    for _ in range(ROUNDS):
        issue = an_issue()
        thread = a_thread(issue, mayor)
        resolve_thread(thread_id=thread.pk, sentence="Yes.", actor=mayor)
        narrowed, opened = at_once(
            partial(narrow, issue),
            partial(reopen_thread, thread_id=thread.pk, actor=mayor),
        )

        assert narrowed == 1
        assert isinstance(opened, Thread | Refusal)
        assert Thread.objects.get(pk=thread.pk).audience == Audience.MAYORS
