"""What is no agenda is refused with one sentence that says what to do."""

import pytest

from portal.vocabulary.refusals import Refusal
from roundtable.intake import read_agenda

NO_ITEMS = (
    "No agenda items were found. Put each item on its own line, starting with a dash or a number."
)


def refusal_of(text: str) -> str:
    with pytest.raises(Refusal) as refusal:
        read_agenda(text)
    return str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n \n\t\n",
        "The mayors and the chiefs met today. They will meet again in the fall.\n",
        "Statement\n\nWe ask for calm, and we ask for it now.\n\n\u2014 Mayor Okafor\n",
        "A. Smith\n",
        "The meeting was on June\n12. They agreed on much and will\nmeet again.\n",
        " Statement by the Mayors and the Chiefs on Public Safety\nAmid Federal Actions\n",
        "---\n* * *\n###\n",
    ],
)
def test_a_text_without_an_outline(text: str) -> None:
    assert refusal_of(text) == NO_ITEMS


def test_too_many_items() -> None:
    assert len(read_agenda("- Item\n" * 300).nodes) == 300
    assert refusal_of("- Item\n" * 301) == (
        "This outline has more than 300 items. Split it into several files and import each."
    )


def test_too_long_a_title() -> None:
    words = "word " * 99 + "longer"
    assert read_agenda(f"- {words[:500]}\n- Grants").nodes[0].title == words[:500]
    assert refusal_of(f"- Grants\n- {words[:500]}s\n") == (
        "The item on line 2 is longer than 500 characters. "
        "Shorten it, or put its text in a paragraph of its own."
    )


def test_too_deep() -> None:
    seven = "".join("  " * depth + "- Item\n" for depth in range(7))
    assert [node.depth for node in read_agenda(seven).nodes] == [0, 1, 2, 3, 4, 5, 6]
    assert refusal_of(f"{seven}              - Item\n") == (
        "The item on line 8 is more than 7 levels deep. Move it up in the outline."
    )


def test_too_long_a_text() -> None:
    assert refusal_of("- Item\n" + "\n" * 10_000) == (
        "This text has more than 10,000 lines. Import the part that holds the agenda."
    )
