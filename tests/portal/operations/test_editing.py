"""Comments are edited and removed openly: every text is kept, removed ones show to nobody."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.models import AuditEvent, Comment, Member
from portal.operations.comments import (
    StaleEdit,
    attach_to_comment,
    edit_comment,
    remove_comment,
)
from portal.operations.drafts import edit_place, save_draft
from portal.operations.threads import narrow_thread
from portal.queries.comments import edition_of, thread_window, versions_of, visible_comment
from portal.vocabulary.audiences import Audience
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from tests.discussions import a_thread, an_issue, drafts_of, first_comment, say

pytestmark = pytest.mark.django_db
A_NUMBER = "A-123-456-789"


@pytest.fixture
def thread(mayor):
    return a_thread(an_issue(), mayor)


def a_file(name: str = "dates.txt", text: str = "Two days") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def edit(comment: Comment, actor: Member, text: str, edition: str | None = None) -> Comment:
    return edit_comment(
        comment_id=comment.pk,
        text=text,
        edition=edition or edition_of(Comment.objects.get(pk=comment.pk)),
        actor=actor,
    )


def test_an_edit_keeps_the_earlier_text(thread, chief):
    comment = say(thread, chief, "We do.")
    edited = edit(comment, chief, "*They* do.")

    assert (edited.source, edited.html) == ("*They* do.", "<p><em>They</em> do.</p>")
    assert edited.edited_at is not None
    assert [version.source for version in versions_of(chief, comment.pk)] == ["We do."]


def test_saving_the_same_text_changes_nothing(thread, chief):
    comment = say(thread, chief, "We do.")

    assert edit(comment, chief, " We do.\n").edited_at is None
    assert comment.versions.count() == 0


def test_a_stale_edit_shows_both_texts_and_keeps_what_stands(thread, chief):
    comment = say(thread, chief, "We do.")
    first_edition = edition_of(comment)
    edit(comment, chief, "They do.")
    with pytest.raises(StaleEdit) as stale:
        edit(comment, chief, "You do.", edition=first_edition)

    standing = Comment.objects.get(pk=comment.pk)
    assert (stale.value.current, stale.value.typed, stale.value.edition) == (
        "They do.",
        "You do.",
        edition_of(standing),
    )
    assert standing.source == "They do."


def test_only_its_author_edits_a_comment(thread, mayor, chief, publisher):
    comment = say(thread, chief)
    for other in (mayor, publisher):
        with pytest.raises(Refusal, match="edited by whoever wrote it"):
            edit(comment, other, "No.")


def test_an_edit_is_refused_like_a_comment(mayor, chief):
    thread = a_thread(an_issue(), mayor, audience=Audience.MAYORS)
    comment = first_comment(thread)
    for text in (A_NUMBER, f"@{chief.name}", " "):
        with pytest.raises(Refusal):
            edit(comment, mayor, text)

    assert comment.versions.count() == 0


def test_whoever_lost_sight_of_the_thread_edits_nothing(thread, mayor, chief):
    comment = say(thread, chief)
    narrow_thread(thread_id=thread.pk, audience=Audience.MAYORS, actor=mayor)
    with pytest.raises(Refusal, match="no longer open to you"):
        edit(comment, chief, "No.")

    assert (visible_comment(chief, comment.pk), versions_of(chief, comment.pk)) == (None, None)


def test_editing_is_recorded_without_the_text_and_discards_the_draft(thread, chief):
    comment = say(thread, chief, "We do.")
    save_draft(member=chief, place=edit_place(comment.pk), text="They")
    before = edition_of(comment)
    after = edition_of(edit(comment, chief, "They do."))
    event = AuditEvent.objects.get(verb=Verb.COMMENT_EDITED)

    assert (event.before, event.after) == ({"edition": before}, {"edition": after})
    assert drafts_of(chief, [edit_place(comment.pk)]) == {}


def test_a_removed_comment_leaves_its_place_and_no_text(thread, mayor, chief):
    comment = say(thread, chief, "Secret words")
    say(thread, mayor, "Answer", parent_id=comment.pk)
    remove_comment(comment_id=comment.pk, actor=chief)
    view = thread_window(mayor, thread).comments[1]

    assert (view.html, view.source, view.is_removed) == ("", "", True)
    assert view.removed_note == "Removed by its author."
    assert [reply.source for reply in view.replies] == ["Answer"]
    assert "Secret" not in Comment.objects.get(pk=comment.pk).source
    assert [version.source for version in comment.versions.all()] == ["Secret words"]
    assert versions_of(chief, comment.pk) is None


def test_a_removed_comment_is_not_found_by_its_words(thread, chief):
    comment = say(thread, chief, "Unmistakable")
    remove_comment(comment_id=comment.pk, actor=chief)

    assert list(Comment.objects.filter(search="Unmistakable")) == []


def test_who_removes_what_another_wrote_says_why(thread, chief, publisher):
    comment = say(thread, chief)
    with pytest.raises(Refusal) as refusal:
        remove_comment(comment_id=comment.pk, actor=publisher)
    assert str(refusal.value) == "Say in a sentence why you remove what somebody else wrote."

    remove_comment(comment_id=comment.pk, actor=publisher, reason="It names a bystander.")

    assert AuditEvent.objects.get(verb=Verb.COMMENT_REMOVED).reason == "It names a bystander."
    assert thread_window(chief, thread).comments[1].removed_note == f"Removed by {publisher}."


def test_others_do_not_remove_a_comment(thread, mayor, chief):
    with pytest.raises(Refusal, match="removed by its author or by those who run"):
        remove_comment(comment_id=first_comment(thread).pk, actor=chief, reason="No.")


def test_the_owner_of_an_issue_removes_comments_on_it(mayor, chief):
    thread = a_thread(an_issue(owner=chief.current_seats[0]), mayor)
    removed = remove_comment(comment_id=first_comment(thread).pk, actor=chief, reason="Twice.")

    assert removed.removed_by == chief


def test_a_removed_comment_is_neither_edited_nor_removed_again(thread, chief):
    comment = say(thread, chief)
    remove_comment(comment_id=comment.pk, actor=chief)
    for operation in (
        lambda: edit(comment, chief, "No."),
        lambda: remove_comment(comment_id=comment.pk, actor=chief),
        lambda: attach_to_comment(comment_id=comment.pk, file=a_file(), actor=chief),
    ):
        with pytest.raises(Refusal, match="removed meanwhile"):
            operation()
