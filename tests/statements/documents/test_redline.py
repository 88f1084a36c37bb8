"""What changed, block by block and word by word, in words that are read out too."""

import re
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.vocabulary.rich_text import sanitized
from statements.documents.redline import has_changes, redline


@dataclass(frozen=True)
class Piece:
    key: str
    html: str
    kind: str = "paragraph"
    speaker: str = ""
    speaker_title: str = ""


def pieces(*htmls: str) -> list[Piece]:
    """Blocks whose key is their first letter."""
    return [Piece(html[0], html) for html in htmls]


def short(html: str) -> str:
    """Without what only screen readers say."""
    return re.sub(r'<span class="visually-hidden">[^<]*</span>', "", html)


def inside(old: str, new: str) -> str:
    return short(redline([Piece("k", old)], [Piece("k", new)])[0].html)


def changes(old: list[Piece], new: list[Piece]) -> list[tuple[str, str]]:
    return [(str(block.key), block.change) for block in redline(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("two days ahead", "three days ahead", "<del>two</del><ins>three</ins> days ahead"),
        (
            "we are deeply concerned by it",
            "we are all troubled by it",
            "we are <del>deeply concerned</del><ins>all troubled</ins> by it",
        ),
        ("We ask.", "We ask. Now.", "We ask.<ins> Now.</ins>"),
        ("a b c", "a c", "a <del>b </del>c"),
        (
            "it is <strong>not so</strong> here",
            "it is <strong>so</strong> here",
            "it is <strong><del>not </del>so</strong> here",
        ),
        (
            "see <a href='https://a.example/'>this</a> now",
            "see <a href='https://b.example/'>this</a> now",
            (
                "see <del>this (https://a.example/)</del>"
                '<a href="https://b.example/"><ins>this</ins></a> now'
            ),
        ),
        (
            "<ul><li>a</li><li>b</li></ul>",
            "<ul><li>a</li></ul>",
            "<ul><li>a</li><li><del>b</del></li></ul>",
        ),
        ("one<br>two", "one", "one<br><del>two</del>"),
        ("10<sup>2</sup>", "10<sup>3</sup>", "10<sup><del>2</del><ins>3</ins></sup>"),
        ("&lt;b&gt;", "&amp;", "<del>&lt;b&gt;</del><ins>&amp;</ins>"),
    ],
)
def test_words_inside_a_block(old, new, shown):
    assert inside(old, new) == shown


def test_what_is_marked_is_said_in_words_too():
    found = redline([Piece("k", "two days")], [Piece("k", "three days")])[0]

    assert found.html == (
        '<del><span class="visually-hidden">[deleted: </span>two'
        '<span class="visually-hidden">] </span></del>'
        '<ins><span class="visually-hidden">[inserted: </span>three'
        '<span class="visually-hidden">] </span></ins> days'
    )


def test_blocks_that_came_went_and_stayed():
    old, new = pieces("a", "b", "c"), pieces("a", "n", "c")

    assert changes(old, new) == [("a", "same"), ("b", "removed"), ("n", "added"), ("c", "same")]


def test_one_block_that_moved_is_one_move():
    old, new = pieces("a", "b", "c", "d", "e"), pieces("d", "a", "b", "c", "e")

    assert changes(old, new) == [
        ("d", "moved"),
        ("a", "same"),
        ("b", "same"),
        ("c", "same"),
        ("e", "same"),
    ]


def test_a_block_that_moved_shows_its_changes_too():
    old = [Piece("a", "a"), Piece("b", "two days")]
    new = [Piece("b", "three days"), Piece("a", "a")]

    moved = redline(old, new)[0]
    assert (moved.change, short(moved.html)) == ("moved", "<del>two</del><ins>three</ins> days")


def test_what_was_taken_out_stands_where_it_stood():
    old, new = pieces("x", "a", "y", "b"), pieces("a", "b")

    assert changes(old, new) == [("x", "removed"), ("a", "same"), ("y", "removed"), ("b", "same")]


def test_another_kind_is_a_change():
    old, new = [Piece("k", "a")], [Piece("k", "a", kind="subhead")]

    found = redline(old, new)[0]
    assert (found.change, found.was_kind, found.is_marked) == ("changed", "paragraph", False)


def test_numbering_and_styling_are_changes_without_marked_words():
    found = redline(
        [Piece("k", "<ol><li>a</li></ol>")], [Piece("k", "<ol start='2'><li>a</li></ol>")]
    )

    assert (found[0].change, found[0].is_marked) == ("changed", False)


def test_a_speaker_is_compared_too():
    old = [Piece("k", "We came.", "quote", "Ana Marsh", "Mayor")]
    new = [Piece("k", "We came.", "quote", "Ana Marsh", "Chief")]

    assert short(redline(old, new)[0].html) == (
        "We came.<br>— Ana Marsh, <del>Mayor</del><ins>Chief</ins>"
    )


def test_the_same_text_has_no_changes():
    text = pieces("a", "b")

    assert has_changes(redline(text, text)) is False


def test_a_very_long_block_is_shown_as_a_whole():
    old, new = " ".join(["a"] * 4000), " ".join(["b"] * 4000)

    assert inside(old, new) == f"<del>{old}</del><ins>{new}</ins>"


XSS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="https://x.example/?a> onmouseover=alert(1) x">x</a>',
    "<svg/onload=alert(1)>",
    '<p style="position:fixed" onclick="alert(1)">x</p>',
    "<ins onclick=alert(1)>x</ins>",
    "<ul><li></ul></del><iframe src=x>",
]


@pytest.mark.parametrize("html", XSS)
@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.trust("E1")
def test_nothing_that_could_run_comes_through(html, is_new):
    good, bad = [Piece("k", "x y")], [Piece("k", html, speaker=html)]
    old, new = (good, bad) if is_new else (bad, good)

    found = redline(old, new)[0].html
    bare = re.sub(r"</?(?:ins|del|span)(?: class=\"visually-hidden\")?>", "", found)
    assert sanitized(bare) == bare.replace("\u00a0", "\u00a0")


HTML = st.lists(
    st.sampled_from(
        ["a", "b", " ", "<strong>a b</strong>", "<br>", "<ul><li>a</li><li>b c</li></ul>", "c"]
    ),
    max_size=8,
).map("".join)


@settings(max_examples=200, deadline=None)
@given(HTML, HTML)
def test_the_redline_without_what_was_deleted_is_the_new_text(old, new):
    found = inside(old, new)

    kept = re.sub(r"<li><del>[^<]*</del></li>|<del>[^<]*</del>", "", found)
    words = re.sub(r"</?ins>", "", kept).replace("<br>", "")
    assert re.sub(" +", " ", words) == re.sub(" +", " ", sanitized(new).replace("<br>", ""))
