"""Text with light marks and HTML say the same, and nothing is lost between them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statements.intake.marks import to_html, to_marks
from statements.intake.rich import Item, ItemList, Style, folded, tidied, write_html
from statements.vocabulary.blocks import BlockKind
from statements.vocabulary.digest import text_digest

CASES = [
    ("paragraph", "They ask.", "They ask."),
    ("paragraph", "a & b < c", "a &amp; b &lt; c"),
    ("paragraph", "**two days** ahead", "<strong>two days</strong> ahead"),
    ("paragraph", "*now* and ***then***", "<em>now</em> and <strong><em>then</em></strong>"),
    ("paragraph", "one\n\ntwo", "one<br><br>two"),
    ("paragraph", "10^^2^^ of H~~2~~O", "10<sup>2</sup> of H<sub>2</sub>O"),
    ("paragraph", "__under__", "<u>under</u>"),
    (
        "paragraph",
        "[the site](https://city.example/a\\(b\\))",
        '<a href="https://city.example/a(b)">the site</a>',
    ),
    ("paragraph", "5 \\* 3 and [City]", "5 * 3 and [City]"),
    ("paragraph", "\\_\\_\\_ and a_b", "___ and a_b"),
    ("paragraph", "1. stays text", "1. stays text"),
    ("signatories", "• A\n• B", "<ul><li>A</li><li>B</li></ul>"),
    ("list", "- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    ("list", "- a\\\n  b", "<ul><li>a<br>b</li></ul>"),
    ("numbered_list", "3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
    (
        "numbered_list",
        "1. a\n  a) b\n  b) c\n    iv. d",
        (
            '<ol><li>a<ol type="a"><li>b</li><li>c<ol type="i" start="4"><li>d</li></ol></li>'
            "</ol></li></ol>"
        ),
    ),
]


@pytest.mark.parametrize(("kind", "marks", "html"), CASES)
def test_marks_and_html_are_two_forms_of_one_text(kind, marks, html):
    assert (to_html(marks, kind), to_marks(html, kind)) == (html, marks)


@pytest.mark.parametrize(
    ("kind", "typed", "html"),
    [
        ("paragraph", "5 * 3 * 2", "5 * 3 * 2"),
        ("paragraph", "a*b", "a*b"),
        ("paragraph", "* * *", "* * *"),
        ("paragraph", "**half", "**half"),
        ("paragraph", "about ~50 to ~60", "about ~50 to ~60"),
        ("paragraph", "  a   b\t c  ", "a b c"),
        ("paragraph", "[x](javascript:alert)", "[x](javascript:alert)"),
        ("paragraph", "a](https://x.example)", "a](https://x.example)"),
        ("paragraph", "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("paragraph", "one\r\ntwo", "one<br>two"),
        ("paragraph", " \n\n ", ""),
        ("paragraph", "• a\n• b", "<ul><li>a</li><li>b</li></ul>"),
        ("list", "a\n\nb\n", "<ul><li>a</li><li>b</li></ul>"),
        ("list", "* a\n– b", "<ul><li>a</li><li>b</li></ul>"),
        ("list", "a\n      far in", "<ul><li>a<ul><li>far in</li></ul></li></ul>"),
        ("numbered_list", "a\nb", "<ol><li>a</li><li>b</li></ol>"),
        ("numbered_list", "1. a\n1. b\n5. c", "<ol><li>a</li><li>b</li><li>c</li></ol>"),
        (
            "numbered_list",
            "a. x\nb. y\nc. z",
            '<ol type="a"><li>x</li><li>y</li><li>z</li></ol>',
        ),
    ],
)
def test_what_people_type_is_taken_as_they_mean_it(kind, typed, html):
    assert to_html(typed, kind) == html


@pytest.mark.parametrize(
    ("html", "settled"),
    [
        ("<p>one</p><p>two</p>", "one<br>two"),
        ("<blockquote>said</blockquote>", "said"),
        ("<em>a <strong>b</strong></em>", "<em>a </em><strong><em>b</em></strong>"),
        ("a <strong> b </strong> c", "a <strong>b</strong> c"),
        ("<a>no target</a>", "no target"),
        ('<a href="/relative">no target</a>', "no target"),
        ("a\n  b", "a b"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul>loose<li>b</ul>", "<ul><li>loose</li><li>b</li></ul>"),
        ("<ol start='x' type='q'><li>a</li></ol>", "<ol><li>a</li></ol>"),
    ],
)
def test_other_html_is_settled_into_the_form_that_marks_have(html, settled):
    assert to_html(to_marks(html, "paragraph"), "paragraph") == settled


def test_a_bullet_may_be_lifted_out_of_a_list_that_is_no_list_any_more():
    marks = to_marks("<ul><li>a</li><li>b</li></ul>", BlockKind.LIST)

    assert to_html(marks, BlockKind.PARAGRAPH) == "- a<br>- b"


ALPHABET = "ab Z9.*_^~[]()\\<>&\"'•-–:/\u00a0\u2003é"
STYLES = st.builds(
    Style,
    href=st.sampled_from(["", "", "https://a.example/?q=(1)&x='y'", "mailto:a_b*c@d.example"]),
    strong=st.booleans(),
    em=st.booleans(),
    u=st.booleans(),
    sup=st.just(False),
    sub=st.booleans(),
)
LINES = st.lists(st.tuples(st.text(ALPHABET, min_size=1, max_size=6), STYLES), max_size=4).map(
    lambda runs: folded((character, style) for text, style in runs for character in text)
)
LISTS = st.recursive(
    st.builds(
        ItemList,
        numbering=st.sampled_from(["", "1", "a", "A", "i", "I"]),
        start=st.integers(1, 30),
        items=st.lists(st.builds(Item, lines=st.lists(LINES, max_size=2)), max_size=3),
    ),
    lambda inner: st.builds(
        ItemList,
        numbering=st.sampled_from(["", "1", "a", "I"]),
        start=st.integers(1, 30),
        items=st.lists(
            st.builds(Item, lines=st.lists(LINES, max_size=2), lists=st.lists(inner, max_size=2)),
            max_size=3,
        ),
    ),
    max_leaves=4,
)
FLOWS = st.lists(st.one_of(LINES, LISTS), max_size=4).map(lambda flow: write_html(tidied(flow)))


class Written:
    def __init__(self, kind: str, html: str) -> None:
        self.kind, self.html, self.speaker, self.speaker_title = kind, html, "", ""


@settings(max_examples=400, deadline=None)
@given(FLOWS)
def test_html_to_marks_to_html_changes_nothing(html):
    marks = to_marks(html, BlockKind.PARAGRAPH)

    assert to_html(marks, BlockKind.PARAGRAPH) == html


@settings(max_examples=300, deadline=None)
@given(st.lists(LISTS, min_size=1, max_size=3).map(lambda flow: write_html(tidied(flow))))
def test_lists_survive_as_lists(html):
    marks = to_marks(html, BlockKind.LIST)

    assert to_html(marks, BlockKind.LIST) == html


@settings(max_examples=300, deadline=None)
@given(st.text(ALPHABET + "\n", max_size=40), st.sampled_from(["paragraph", "list"]))
def test_whatever_is_typed_is_stable_once_read(typed, kind):
    html = to_html(typed, kind)
    marks = to_marks(html, kind)

    assert (to_html(marks, kind), to_marks(to_html(marks, kind), kind)) == (html, marks)


@settings(max_examples=200, deadline=None)
@given(FLOWS)
def test_the_text_code_does_not_change_by_it(html):
    there_and_back = to_html(to_marks(html, "paragraph"), "paragraph")

    assert text_digest([Written("paragraph", html)], language="en") == text_digest(
        [Written("paragraph", there_and_back)], language="en"
    )
