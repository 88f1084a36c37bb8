"""What is typed into a composer, made into formatted text in which mentions stand out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.intake.comments import Named, read_comment
from portal.vocabulary.rich_text import sanitized

PEOPLE = [
    Named(1, "Ann Lee", ("Alderbrook", "City of Alderbrook")),
    Named(2, "Ann Lee", ("Fairmont Police",)),
    Named(3, "Ann Lee Jones", ()),
    Named(4, "D'Angelo O'Neil-Smith", ()),
    Named(5, "Zoë Strauß", ()),
]


def html(source: str) -> str:
    return read_comment(source, PEOPLE).html


def mentioned(source: str) -> list[list[int]]:
    return [
        [person.pk for person in mention.meant] for mention in read_comment(source, PEOPLE).mentions
    ]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("One\nline", "<p>One<br>\nline</p>"),
        ("**Now** and *then*", "<p><strong>Now</strong> and <em>then</em></p>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("[a](https://a.example)", '<p><a href="https://a.example">a</a></p>'),
        ("<https://a.example>", '<p><a href="https://a.example">https://a.example</a></p>'),
    ],
)
def test_light_formatting_is_taken(source, shown):
    assert html(source) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("# Title", "<p># Title</p>"),
        ("Title\n---", "<p>Title<br>\n---</p>"),
        ("    indented", "<p>indented</p>"),
        ("`code`", "<p>`code`</p>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("[a](/accounts/logout/)", "<p><a>a</a></p>"),
        ("![a](https://a.example/a.png)", '<p>!<a href="https://a.example/a.png">a</a></p>'),
        ("[a]: https://a.example", "<p>[a]: https://a.example</p>"),
    ],
)
def test_everything_else_stays_as_typed(source, shown):
    assert html(source) == shown


@pytest.mark.parametrize(
    ("source", "people"),
    [
        ("@Ann Lee Jones, please", [[3]]),
        ("@ann lee jones", [[3]]),
        ("@Ann Lee", [[1, 2]]),
        ("@Ann Lee (Alderbrook)", [[1]]),
        ("@Ann Lee (city of alderbrook) and @Ann Lee (Fairmont Police)", [[1], [2]]),
        ("@Ann Lee (see below)", [[1, 2]]),
        ("(@Ann Lee Jones's draft)", [[3]]),
        ("**@Ann Lee Jones**", [[3]]),
        ("@D'Angelo O'Neil-Smith: yes", [[4]]),
        ("@zoë strauß", [[5]]),
        ("> @Ann Lee Jones\n\n- @Zoë Strauß", [[3], [5]]),
    ],
)
def test_a_mention_is_a_full_name(source, people):
    assert mentioned(source) == people


@pytest.mark.parametrize(
    "source",
    [
        "@Ann",
        "Ann Lee",
        "@Ann Leeson",
        "mail@Ann Lee",
        "@@Ann Lee",
        "@ Ann Lee",
        "@Ann\nLee",
        "@nobody at all",
    ],
)
def test_other_words_are_no_mention_and_stay(source):
    read = read_comment(source, PEOPLE)

    assert read.mentions == ()
    assert "<strong>" not in read.html


def test_a_mention_stands_out():
    shown = "<p>See <strong>@Ann Lee (Alderbrook)</strong>.</p>"

    assert html("See @Ann Lee (Alderbrook).") == shown


def test_a_name_with_signs_of_markup_is_only_text():
    people = [Named(1, "Eve <b> & Co_op_", ())]
    shown = "<p><strong>@Eve &lt;b&gt; &amp; Co_op_</strong></p>"

    assert read_comment("@Eve <b> & Co_op_", people).html == shown


@given(st.text(max_size=300))
@pytest.mark.trust("E1")
def test_whatever_is_typed_is_within_the_allow_list(source):
    shown = html(source)

    assert sanitized(shown) == shown


@given(st.text(alphabet="@AnLe (brokld)*_[]<>\n", max_size=120))
def test_mentions_are_found_in_any_surroundings(source):
    read = read_comment(f"{source}\n\n@Ann Lee Jones", PEOPLE)

    assert [person.pk for person in read.mentions[-1].meant] == [3]
