"""What somebody types is kept until it is sent, for them alone."""

import pytest

from portal.models import ComposerDraft
from portal.operations.drafts import discard_draft, save_draft
from portal.vocabulary.refusals import Refusal
from tests.discussions import drafts_of

pytestmark = pytest.mark.django_db
PLACE = "thread-12"


def test_the_newest_draft_of_a_place_is_kept(mayor):
    for text in ("Who", "Who keeps"):
        save_draft(member=mayor, place=PLACE, text=text)

    assert drafts_of(mayor, [PLACE, "reply-3"]) == {PLACE: "Who keeps"}
    assert ComposerDraft.objects.count() == 1


def test_a_draft_is_nobody_elses(mayor, chief):
    save_draft(member=mayor, place=PLACE, text="Who")

    assert drafts_of(chief, [PLACE]) == {}


def test_an_emptied_draft_is_gone(mayor):
    save_draft(member=mayor, place=PLACE, text="Who")
    save_draft(member=mayor, place=PLACE, text=" \n")

    assert drafts_of(mayor, [PLACE]) == {}


def test_a_draft_is_discarded(mayor):
    save_draft(member=mayor, place=PLACE, text="Who")
    discard_draft(member=mayor, place=PLACE)

    assert drafts_of(mayor, [PLACE]) == {}


@pytest.mark.parametrize(
    ("place", "text"),
    [("", "x"), ("Thread 12", "x"), ("x" * 61, "x"), (PLACE, "x" * 10_001), (PLACE, "a\x00b")],
)
def test_what_is_no_draft_is_refused_and_the_one_before_stays(mayor, place, text):
    save_draft(member=mayor, place=PLACE, text="Who")
    with pytest.raises(Refusal):
        save_draft(member=mayor, place=place, text=text)

    assert drafts_of(mayor, [PLACE]) == {PLACE: "Who"}
