"""Any tree of items, written in any of the usual ways, is read back as the same tree."""

import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable.intake import AgendaText, read_agenda

TITLE = "Working Session of the Two Harbors"
WORDS = [
    *("arrivals", "Buses", "capacity", "Conditions", "custody", "detainers", "families", "Grants"),
    *("harbor", "intake", "Lodging", "meals", "notice", "Offices", "places", "policy", "Release"),
    *("safety", "schools", "Shelter", "transport", "Winter"),
]
LETTERS = "abcdefghijklmnopqrstuvwxyz"
ROMANS = [
    *("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
    *("xi", "xii", "xiii", "xiv"),
]


@dataclass(frozen=True)
class Sown:
    title: str
    depth: int
    minutes: int | None
    path: tuple[int, ...]


Tree = tuple[Sown, ...]
Mark = Callable[[Sown], str]

# Made once: a strategy that is made anew for each draw is also checked anew.
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
LENGTHS = st.none() | st.integers(1, 240)


@st.composite
def trees(draw: st.DrawFn, *, deepest: int = 3, most: int = 14) -> Tree:
    sown: list[Sown] = []
    path: tuple[int, ...] = ()
    for _ in range(draw(st.integers(2, most))):
        depth = draw(st.integers(0, min(deepest, len(path))))
        last = path[depth] + 1 if depth < len(path) else 1
        path = (*path[:depth], last)
        sown.append(Sown(title=draw(TITLES), depth=depth, minutes=draw(LENGTHS), path=path))
    return tuple(sown)


def written_length(minutes: int | None, form: int) -> str:
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    forms = [f" ({minutes} min)", f" [{minutes} minutes]", f" \u2013 {minutes} min"]
    forms += [f" ({minutes} minutos)", f" ({hours}h{rest:02d})", f" ({hours}:{rest:02d} h)"]
    return forms[form]


def render(
    tree: Tree,
    *,
    mark: Mark,
    indent: str,
    gaps: list[bool],
    width: int = 300,
    form: int = 0,
) -> str:
    lines = [TITLE, ""]
    for place, item in enumerate(tree):
        opening = f"{indent * item.depth}{mark(item)}"
        text = item.title + written_length(item.minutes, form)
        hanging = " " * len(opening.expandtabs(4))
        wrapped = textwrap.wrap(text, width=width, break_long_words=False, break_on_hyphens=False)
        lines += [opening + wrapped[0], *(hanging + line for line in wrapped[1:])]
        lines += [""] if gaps[place % len(gaps)] else []
    return "\n".join(lines)


def read(text: str) -> AgendaText:
    agenda = read_agenda(text)
    assert agenda.title == TITLE
    assert (agenda.background_before, agenda.background_after, agenda.leftovers) == ((), (), ())
    return agenda


def facts(agenda: AgendaText) -> list[tuple[str, int, int | None, str]]:
    return [(node.title, node.depth, node.minutes, node.number) for node in agenda.nodes]


def sown_facts(tree: Tree) -> list[tuple[str, int, int | None, str]]:
    return [(item.title, item.depth, item.minutes, ".".join(map(str, item.path))) for item in tree]


def outline_mark(item: Sown) -> str:
    last = item.path[-1]
    return [f"{last}. ", f"{LETTERS[last - 1]}. ", f"{ROMANS[last - 1]}. ", f"({last}) "][
        item.depth
    ]


def legal_mark(item: Sown) -> str:
    last = item.path[-1]
    large = ROMANS[last - 1].upper()
    return [f"{large}. ", f"{LETTERS[last - 1].upper()}. ", f"{last}. ", f"{LETTERS[last - 1]}) "][
        item.depth
    ]


GAPS = st.sampled_from([[False], [True], [False, True], [True, True, False]])
INDENTS = st.sampled_from(["  ", "   ", "    ", "\t", "        "])
FORMS = st.integers(0, 5)
WIDTHS = st.sampled_from([28, 40, 72, 300])


@settings(max_examples=150, deadline=None)
@given(
    tree=trees(),
    glyphs=st.sampled_from(
        ["\u2022\u25e6\u25aa\u2023", "----", "\u2013\u2013\u2013\u2013", "*-+*"]
    ),
    indent=INDENTS,
    gaps=GAPS,
    form=FORMS,
    width=WIDTHS,
)
def test_bullets_are_read_by_their_indentation(
    tree: Tree, glyphs: str, indent: str, gaps: list[bool], form: int, width: int
) -> None:
    text = render(
        tree,
        mark=lambda item: f"{glyphs[item.depth]} ",
        indent=indent,
        gaps=gaps,
        form=form,
        width=width,
    )
    assert facts(read(text)) == sown_facts(tree)


@settings(max_examples=150, deadline=None)
@given(
    tree=trees(),
    mark=st.sampled_from([outline_mark, legal_mark]),
    indent=INDENTS,
    gaps=GAPS,
    width=WIDTHS,
)
def test_numbers_and_letters_are_read_by_their_indentation(
    tree: Tree, mark: Mark, indent: str, gaps: list[bool], width: int
) -> None:
    text = render(tree, mark=mark, indent=indent, gaps=gaps, width=width)
    assert facts(read(text)) == sown_facts(tree)


@settings(max_examples=150, deadline=None)
@given(tree=trees(most=8), mark=st.sampled_from([outline_mark, legal_mark]), gaps=GAPS, form=FORMS)
def test_without_indentation_the_markers_make_the_levels(
    tree: Tree, mark: Mark, gaps: list[bool], form: int
) -> None:
    text = render(tree, mark=mark, indent="", gaps=gaps, form=form)
    assert facts(read(text)) == sown_facts(tree)


@settings(max_examples=150, deadline=None)
@given(
    tree=trees(deepest=5),
    closing=st.sampled_from([" ", ". ", "\t"]),
    indent=INDENTS | st.just(""),
    gaps=GAPS,
    width=WIDTHS,
)
def test_dotted_numbers_are_read(
    tree: Tree, closing: str, indent: str, gaps: list[bool], width: int
) -> None:
    def mark(item: Sown) -> str:
        ending = ". " if len(item.path) == 1 else closing
        return ".".join(map(str, item.path)) + ending

    text = render(tree, mark=mark, indent=indent, gaps=gaps, width=width)
    assert facts(read(text)) == sown_facts(tree)


@settings(max_examples=100, deadline=None)
@given(tree=trees(), gaps=GAPS, form=FORMS)
def test_markdown_headings_are_read(tree: Tree, gaps: list[bool], form: int) -> None:
    text = render(
        tree, mark=lambda item: "#" * (item.depth + 2) + " ", indent="", gaps=gaps, form=form
    )
    assert facts(read(f"# {text}")) == sown_facts(tree)


@settings(max_examples=100, deadline=None)
@given(tree=trees().filter(lambda tree: any(item.depth for item in tree)), gaps=GAPS)
def test_headings_over_lists_are_read(tree: Tree, gaps: list[bool]) -> None:
    def mark(item: Sown) -> str:
        return "## " if item.depth == 0 else "  " * (item.depth - 1) + "- "

    text = render(tree, mark=mark, indent="", gaps=gaps)
    assert facts(read(f"# {text}")) == sown_facts(tree)


@settings(max_examples=100, deadline=None)
@given(
    tree=trees().filter(lambda tree: any(item.depth for item in tree)),
    indent=st.sampled_from(["  ", "    ", "\t"]),
    gaps=GAPS,
    form=FORMS,
)
def test_indentation_alone_is_read(tree: Tree, indent: str, gaps: list[bool], form: int) -> None:
    brief = tuple(
        Sown(
            title=" ".join(item.title.capitalize().split()[:8]),
            depth=item.depth,
            minutes=item.minutes,
            path=item.path,
        )
        for item in tree
    )
    text = render(brief, mark=lambda _: "", indent=indent, gaps=gaps, form=form)
    assert facts(read(text)) == sown_facts(brief)
