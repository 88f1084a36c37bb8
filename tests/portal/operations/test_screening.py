"""What is never stored is stopped with a sentence; staff let a false hit pass, with a reason."""

import hashlib
from typing import ClassVar

import pytest
from django import forms

from portal.forms import ScreenedForm
from portal.models import AuditEvent, ScreeningRelease
from portal.operations.screening import (
    WHAT_TO_DO,
    WHY,
    ScreeningStop,
    check_screened,
    release_passage,
)
from portal.vocabulary.never_stored import A_NUMBER, findings
from portal.vocabulary.refusals import Refusal

pytestmark = pytest.mark.django_db

PASSAGE = "A123456789"
TEXT = f"We ask about the case.\nIts number is {PASSAGE}."
SHA256 = hashlib.sha256(PASSAGE.encode()).hexdigest()
REASON = "This is the number of a grant."
RELEASED = {"sha256": SHA256, "reason": REASON}


def test_ordinary_texts_pass_without_a_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        check_screened(texts={"text": "We ask for notice.", "title": ""})


def test_a_stop_says_what_where_why_and_what_to_do_and_not_the_passage():
    with pytest.raises(ScreeningStop) as stopped:
        check_screened(texts={"title": "Notice", "text": TEXT})

    assert str(stopped.value) == f"Line 2 looks like {A_NUMBER}. {WHY} {WHAT_TO_DO}"
    assert stopped.value.findings == {"text": findings(TEXT)}


def test_staff_release_exactly_one_passage(editor):
    release_passage(passage_sha256=SHA256, reason=REASON, actor=editor)

    check_screened(texts={"text": TEXT})
    with pytest.raises(ScreeningStop) as stopped:
        check_screened(texts={"text": f"{TEXT} And A987654321."})
    assert [finding.passage for finding in stopped.value.passages] == ["A987654321"]


def test_a_release_keeps_the_hash_the_reason_and_who_and_never_the_passage(editor):
    release = release_passage(passage_sha256=SHA256, reason=REASON, actor=editor)

    event = AuditEvent.objects.get(verb="screening_released")
    assert (release.sha256, release.reason, release.released_by) == (SHA256, REASON, editor)
    assert (event.actor, event.reason, event.after) == (editor, REASON, {"sha256": SHA256})
    assert PASSAGE not in str(list(ScreeningRelease.objects.values())) + str(vars(event))


@pytest.mark.parametrize("role", ["mayor", "aide", "chief", "observer", "liaison", "nobody_yet"])
def test_only_association_staff_release(role, request):
    with pytest.raises(Refusal) as refused:
        release_passage(passage_sha256=SHA256, reason=REASON, actor=request.getfixturevalue(role))

    assert str(refused.value) == (
        "Only the staff of an association can release what screening stopped."
    )
    assert ScreeningRelease.objects.count() == 0


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("  ", "Say why this is a false hit."),
        (
            f"{PASSAGE} is a grant",
            "Say why this is a false hit without repeating what was stopped.",
        ),
    ],
)
def test_a_release_needs_a_reason_that_does_not_repeat_it(reason, sentence, editor):
    with pytest.raises(Refusal) as refused:
        release_passage(passage_sha256=SHA256, reason=reason, actor=editor)

    assert str(refused.value) == sentence


# --- the form that composers build on ------------------------------------------------------------


class NoteForm(ScreenedForm):
    screened_fields: ClassVar[list[str]] = ["text"]
    title = forms.CharField()
    text = forms.CharField(widget=forms.Textarea)


FOUND = f"Line 2: \u201c{PASSAGE}\u201d looks like {A_NUMBER}."
NOTHING_SAVED = f"Nothing was saved. {WHY} {WHAT_TO_DO}"


def test_a_form_shows_the_stop_and_keeps_what_was_typed(mayor):
    form = NoteForm({"title": "Notice", "text": TEXT}, member=mayor)

    assert form.errors == {"text": [FOUND], "__all__": [NOTHING_SAVED]}
    assert form["text"].value() == TEXT
    assert "release_reason" not in form.fields


def test_a_form_without_findings_asks_staff_for_nothing(editor):
    form = NoteForm({"title": "Notice", "text": "We ask for notice."}, member=editor)

    assert form.is_valid()
    assert form["release_reason"].is_hidden


def test_staff_are_asked_for_a_reason_once_it_is_needed(editor):
    form = NoteForm({"title": "Notice", "text": TEXT}, member=editor)

    assert not form.is_valid()
    assert not form["release_reason"].is_hidden


def test_a_reason_sent_with_the_text_releases_it_in_the_same_save(editor):
    typed = {"title": "Notice", "text": TEXT, "release_reason": REASON}

    assert NoteForm(typed, member=editor).is_valid()
    assert list(ScreeningRelease.objects.values("sha256", "reason")) == [RELEASED]


@pytest.mark.parametrize(
    ("more", "errors"),
    [
        ({"title": ""}, ["text", "title"]),
        ({"release_reason": f"It is {PASSAGE}"}, ["release_reason", "text"]),
    ],
)
def test_nothing_is_released_by_a_form_that_has_other_errors(editor, more, errors):
    typed = {"title": "Notice", "text": TEXT, "release_reason": REASON} | more
    form = NoteForm(typed, member=editor)

    assert sorted(form.errors) == ["__all__", *errors]
    assert ScreeningRelease.objects.count() == 0


def test_a_reason_from_somebody_else_is_not_read(mayor):
    typed = {"title": "Notice", "text": TEXT, "release_reason": REASON}

    assert not NoteForm(typed, member=mayor).is_valid()
    assert ScreeningRelease.objects.count() == 0
