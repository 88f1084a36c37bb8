"""How pages say states, dates, people and stored text."""

import datetime as dt
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from portal.templatetags import ui

MOMENT = dt.datetime(2026, 11, 21, 21, 5, tzinfo=dt.UTC)


def block(kind: str = "paragraph", html: str = "Text.", **more: Any) -> SimpleNamespace:
    return SimpleNamespace(kind=kind, html=html, **{"in_quotation": False, "speaker": "", **more})


def pieces(*blocks: SimpleNamespace) -> list[tuple[str, int]]:
    return [(passage.kind, len(passage.blocks)) for passage in ui.passages(blocks)]


def test_state_escapes_its_label() -> None:
    assert ui.state("<b>", "good") == '<span class="state state-good">&lt;b&gt;</span>'


def test_unknown_tone_is_neutral() -> None:
    assert ui.state("Draft", "loud") == '<span class="state state-neutral">Draft</span>'


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/New_York", "Nov 21, 2026, 4:05 PM EST"),
        ("Pacific/Honolulu", "Nov 21, 2026, 11:05 AM HST"),
        ("America/Halifax", "Nov 21, 2026, 5:05 PM AST"),
    ],
)
def test_instants_are_told_in_the_readers_zone(zone: str, words: str) -> None:
    with timezone.override(ZoneInfo(zone)):
        assert ui.when(MOMENT).split(">")[1] == f"{words}</time"


def test_instant_can_be_told_as_its_day() -> None:
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        told = ui.when(MOMENT, "date")
    assert told == '<time datetime="2026-11-22T06:05:00+09:00">Nov 22, 2026</time>'


def test_instant_without_a_zone_is_utc() -> None:
    with timezone.override(dt.UTC):
        assert ui.when(MOMENT.replace(tzinfo=None)) == ui.when(MOMENT)


def test_day_has_no_zone() -> None:
    assert ui.when(dt.date(2026, 12, 1)) == '<time datetime="2026-12-01">Dec 1, 2026</time>'


def test_missing_instant_leaves_nothing() -> None:
    assert (ui.when(None), ui.ago(None)) == ("", "")


@pytest.mark.parametrize(
    ("days", "words"), [(0, "today"), (1, "1 day ago"), (12, "12 days ago"), (-2, "in 2 days")]
)
def test_days_are_counted_by_the_calendar(days: int, words: str) -> None:
    assert ui.ago(timezone.now() - dt.timedelta(days=days)) == words


def test_person_is_named_with_title_and_organization() -> None:
    seat = SimpleNamespace(
        title="Mayor",
        member=SimpleNamespace(name="Elena <Marsh>"),
        organization=SimpleNamespace(short_name="Alderbrook"),
    )
    assert ui.person(seat) == (
        '<span class="person"><span class="person-name">Elena &lt;Marsh&gt;</span> '
        '<span class="person-seat">Mayor, Alderbrook</span></span>'
    )


def test_empty_seat_says_so() -> None:
    assert ui.person(None) == '<span class="quiet">Nobody yet</span>'


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("A <strong>word</strong>", "A <strong>word</strong>"),
        ('<p style="x" onclick="y" title="z" lang="es">a</p>', "<p>a</p>"),
        ("a<script>alert(1)</script>", "a"),
        ('<img src="https://x.example/p.png">b', "b"),
        ('<a href="javascript:alert(1)">c</a>', '<a rel="noopener noreferrer nofollow">c</a>'),
        ('<a href="//evil.example">d</a>', '<a rel="noopener noreferrer nofollow">d</a>'),
        ('<b hx-get="/x">e</b>', "e"),
        (
            '<a href="https://x.example/">f</a>',
            '<a href="https://x.example/" rel="noopener noreferrer nofollow">f</a>',
        ),
    ],
)
@pytest.mark.trust("E1")
def test_stored_text_passes_the_allow_list_again(stored: str, shown: str) -> None:
    assert ui.block_html(block(html=stored)) == shown


def test_lines_of_an_address_come_one_by_one() -> None:
    stored = "The Secretary<br>Department<br/><br>Washington, <em>DC</em>"
    assert ui.text_lines(block(html=stored)) == [
        "The Secretary",
        "Department",
        "Washington, <em>DC</em>",
    ]


@pytest.mark.parametrize(
    ("text", "hangs"),
    [('"As mayors', True), ("“As mayors", True), ("«Como", True), ("As mayors", False)],
)
def test_opening_quotation_marks_hang(text: str, hangs: bool) -> None:
    assert ui.opens_with_quote(block(html=text)) is hangs


def test_dateline_is_set_before_its_lead() -> None:
    assert pieces(block("dateline"), block("lead"), block("lead"), block()) == [
        ("opening", 2),
        ("opening", 1),
        ("paragraph", 1),
    ]


def test_running_quotation_is_one_piece() -> None:
    said = block(in_quotation=True)
    assert pieces(block(), said, said, said, block("list")) == [
        ("paragraph", 1),
        ("quotation", 3),
        ("list", 1),
    ]


def test_quotation_ends_where_its_speaker_is_named() -> None:
    first, second = block("quote", speaker="A. Marsh"), block("quote", speaker="D. Reyes")
    assert pieces(first, second) == [("quotation", 1), ("quotation", 1)]
    assert ui.passages([first])[0].speaker == first


def test_speaker_whom_the_words_name_is_not_named_again() -> None:
    told = block("quote", html="“We came,” said Ana Marsh.", speaker="Ana Marsh")
    assert ui.passages([told])[0].speaker is None


def test_clauses_stand_together() -> None:
    assert pieces(block("whereas"), block("whereas"), block("resolved")) == [("clauses", 3)]


def test_no_blocks_no_passages() -> None:
    assert pieces() == []


def test_every_icon_is_hidden_from_screen_readers() -> None:
    drawn = [ui.icon(name) for name in ui.ICONS]
    assert [svg.count('aria-hidden="true"') for svg in drawn] == [1] * len(ui.ICONS)


@pytest.mark.parametrize(
    ("path", "mark"),
    [("/statements/S-1/", ' aria-current="page"'), ("/meetings/", "")],
)
def test_navigation_marks_where_this_page_belongs(path: str, mark: str) -> None:
    context = Context({"request": RequestFactory().get(path)})
    assert Template('{% current "/statements/" %}').render(context) == mark


@pytest.mark.parametrize(
    ("label", "many"),
    [
        ("City", "Cities"),
        ("Police agency", "Police agencies"),
        ("Sheriff's office", "Sheriff's offices"),
    ],
)
def test_kinds_have_plurals(label: str, many: str) -> None:
    assert ui.plural(label) == many


def test_minutes_are_shown_when_any_point_has_them() -> None:
    none, some = SimpleNamespace(minutes=None), SimpleNamespace(minutes=15)
    assert (ui.any_minutes([none, some]), ui.any_minutes([none])) == (True, False)


def test_what_a_list_offers_is_escaped_in_its_groups() -> None:
    one = {"value": 1, "label": "<b>", "attrs": {"selected": True}}
    other = {"value": "x", "label": "Chiefs & co", "attrs": {}}
    assert ui.choices([(None, [one], 0), ("Bodies", [other], 1)]) == (
        '<option value="1" selected>&lt;b&gt;</option>\n'
        '<optgroup label="Bodies"><option value="x">Chiefs &amp; co</option></optgroup>'
    )


def test_what_a_page_shows_twice_is_drawn_once() -> None:
    part = '{% shared "components/mark.html" %}'
    text = Template(f"{part}|{part}").render(Context())
    first, second = text.split("|")
    assert first == second
    assert first.startswith('<svg class="mark"')
