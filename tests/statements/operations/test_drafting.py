"""Every save is a new version; nothing that was typed or saved is lost."""

from uuid import uuid4

import pytest

from portal.models import AuditEvent, Organization
from portal.vocabulary.audit import Verb
from portal.vocabulary.refusals import Refusal
from statements.models import Statement
from statements.operations.drafting import StaleRevision, restore_revision
from statements.operations.importing import Origin, import_statement
from statements.operations.revisions import MOST_BLOCKS, DraftBlock
from statements.vocabulary.digest import text_digest
from tests.portal.samples import RELEASE
from tests.statements.editor import imported
from tests.statements.saving import as_drafts, newest, save, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(mayor) -> Organization:
    return mayor.current_seats[0].organization


@pytest.fixture
def draft(city, publisher) -> Statement:
    return imported(city, publisher.current_seats[0].organization)


def test_a_save_is_a_new_version_with_its_reason_and_text_code(draft, aide):
    saved = save(draft, aide, reason="A last sentence")

    assert (saved.number, saved.reason, saved.author) == (2, "A last sentence", aide)
    assert saved.digest == text_digest(saved.blocks.all(), language="en")
    assert saved.digest != draft.revisions.get(number=1).digest


def test_passages_keep_their_keys_and_new_ones_get_their_own(draft, aide):
    first = newest(draft)
    saved = save(draft, aide)

    keys = list(saved.blocks.values_list("key", flat=True))
    assert keys[:-1] == list(first.blocks.values_list("key", flat=True))
    assert keys[-1] not in keys[:-1]


def test_the_title_follows_the_headline(draft, aide):
    drafts = as_drafts(newest(draft))
    changed = DraftBlock(key=drafts[0].key, kind="headline", html="A <em>New</em> &amp; Better One")
    save(draft, aide, change="", blocks=[changed, *drafts[1:]])

    draft.refresh_from_db()
    assert draft.title == "A New & Better One"


def test_a_save_is_on_record(draft, aide):
    before = newest(draft)
    saved = save(draft, aide, reason="Why not")

    entry = AuditEvent.objects.get(verb=Verb.STATEMENT_REVISED)
    assert (entry.actor, entry.reason) == (aide, "Why not")
    assert entry.before == {"version": 1, "digest": before.digest}
    assert entry.after == {"version": 2, "digest": saved.digest}


def test_a_save_without_a_change_is_refused(draft, aide):
    with pytest.raises(Refusal, match="Nothing has changed"):
        save(draft, aide, change="")


@pytest.mark.parametrize("empty", ["", "  ", "<p> </p>", "<ul><li></li></ul>"])
def test_empty_passages_are_left_out(draft, aide, empty):
    with pytest.raises(Refusal, match="Nothing has changed"):
        save(draft, aide, change=empty)


def test_a_text_without_a_word_is_refused(draft, aide):
    with pytest.raises(Refusal, match="There is no text yet"):
        save(draft, aide, change="", blocks=[DraftBlock(kind="paragraph", html=" ")])


def test_too_many_passages_are_refused(draft, aide):
    many = [DraftBlock(kind="paragraph", html=f"No. {n}") for n in range(MOST_BLOCKS + 1)]
    with pytest.raises(Refusal, match="more than 400 passages"):
        save(draft, aide, change="", blocks=many)


def test_a_speaker_is_kept_for_quotes_only(draft, aide):
    told = [
        DraftBlock(kind=kind, html="We came.", speaker="Ana  Marsh", speaker_title="Mayor")
        for kind in ("quote", "paragraph")
    ]
    saved = save(draft, aide, change="", blocks=told)

    assert list(saved.blocks.values_list("speaker", "speaker_title")) == [
        ("Ana Marsh", "Mayor"),
        ("", ""),
    ]


def test_a_quotation_over_several_paragraphs_is_recognized(draft, aide):
    told = [DraftBlock(kind="paragraph", html=html) for html in ("“One.", "“Two.”", "Three.")]
    saved = save(draft, aide, change="", blocks=told)

    assert list(saved.blocks.values_list("in_quotation", flat=True)) == [True, True, False]


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<script>alert(1)</script>x", "x"),
        ('<img src=x onerror="alert(1)">x', "x"),
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        (
            '<a href="https://x.example/" onclick="alert(1)">x</a>',
            '<a href="https://x.example/">x</a>',
        ),
        ('<p style="position:fixed">x</p>', "<p>x</p>"),
        ("<svg/onload=alert(1)>x", "x"),
        ("<iframe srcdoc='<script>1</script>'></iframe>x", "x"),
        ("<strong class=a>x</strong>", "<strong>x</strong>"),
    ],
)
def test_only_what_is_allowed_is_stored(draft, aide, html, kept):
    assert texts(save(draft, aide, change=html))[-1] == kept


@pytest.mark.trust("D7")
def test_hidden_characters_are_refused(draft, aide):
    with pytest.raises(Refusal, match="Passage 5: Line 1 holds a hidden character"):
        save(draft, aide, change="ab\u202ecd")


def test_a_passage_that_nobody_touched_keeps_its_html(draft, aide):
    key = save(draft, aide, change="<p>One</p><p>Two</p>").blocks.last().key
    untouched = DraftBlock(key=key, kind="paragraph", html="One<br>Two")
    saved = save(draft, aide, change="", blocks=[untouched, DraftBlock(kind="lead", html="x")])

    assert texts(saved) == ["<p>One</p><p>Two</p>", "x"]


@pytest.mark.parametrize("case", ["another statement's", "nobody's", "twice"])
def test_keys_that_do_not_belong_here_are_refused(draft, aide, city, case):
    own = as_drafts(newest(draft))[0].key
    other = import_statement(
        text=RELEASE, origin=Origin(file_name="b", organization=city, issuers=[city], actor=None)
    )
    keys = {
        "another statement's": [newest(other).blocks.first().key],
        "nobody's": [uuid4()],
        "twice": [own, own],
    }
    blocks = [DraftBlock(key=key, kind="paragraph", html="x") for key in keys[case]]

    with pytest.raises(Refusal, match="belongs elsewhere"):
        save(draft, aide, change="", blocks=blocks)


def test_a_passage_that_was_deleted_may_come_back(draft, aide):
    first = newest(draft)
    save(draft, aide, change="", blocks=as_drafts(first)[:2])
    saved = save(draft, aide, change="", blocks=as_drafts(first), reason="")

    assert texts(saved) == texts(first)


def test_a_save_on_an_old_version_is_refused_with_the_newest(draft, aide):
    old = newest(draft)
    theirs = save(draft, aide, change="Theirs.")

    with pytest.raises(StaleRevision) as refused:
        save(draft, aide, change="Mine.", base=old)

    assert refused.value.newest == theirs
    saved = save(
        draft, aide, base=theirs, blocks=[*as_drafts(old), DraftBlock(kind="lead", html="Mine.")]
    )
    assert (saved.number, texts(saved)[-1], texts(theirs)[-1]) == (3, "Mine.", "Theirs.")


def test_restoring_makes_an_old_text_the_newest(draft, aide):
    first = newest(draft)
    save(draft, aide, change="", blocks=as_drafts(first)[1:])
    restored = restore_revision(statement_id=draft.pk, number=1, actor=aide)

    assert (restored.number, restored.reason) == (3, "Version 1 restored")
    assert restored.digest == first.digest
    assert list(restored.blocks.values_list("key", "html")) == list(
        first.blocks.values_list("key", "html")
    )


def test_restoring_the_newest_or_none_is_refused(draft, aide):
    with pytest.raises(Refusal, match="Nothing has changed"):
        restore_revision(statement_id=draft.pk, number=1, actor=aide)
    with pytest.raises(Refusal, match="There is no such version"):
        restore_revision(statement_id=draft.pk, number=9, actor=aide)
