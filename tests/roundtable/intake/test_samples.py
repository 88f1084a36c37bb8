"""Outlines as people write them, and exactly what is read out of each."""

import pytest

from roundtable.intake import AgendaText, read_agenda

Row = tuple[str, str, int | None, bool]


def rows(agenda: AgendaText) -> list[Row]:
    return [(node.number, node.title, node.minutes, node.is_heading) for node in agenda.nodes]


SAMPLES: dict[str, tuple[str, str, list[Row]]] = {
    "numbers, letters and numerals, indented": (
        (
            "Working Session With the Harbor Authority\n"
            "\n"
            "1. Arrivals (30 min)\n"
            "   a. Notice before buses arrive\n"
            "   b. Sites for intake [10 minutes]\n"
            "      i. North pier\n"
            "      ii. Old terminal\n"
            "2. Money: (1 h)\n"
            "   a) Grants\n"
        ),
        "Working Session With the Harbor Authority",
        [
            ("1", "Arrivals", 30, True),
            ("1.1", "Notice before buses arrive", None, False),
            ("1.2", "Sites for intake", 10, True),
            ("1.2.1", "North pier", None, False),
            ("1.2.2", "Old terminal", None, False),
            ("2", "Money", 60, True),
            ("2.1", "Grants", None, False),
        ],
    ),
    "the same markers without indentation": (
        (
            "Spring session\n\n"
            "1. Arrivals\na. Notice\ni. By mail\nii. By phone\nb. Sites\n2. Grants\n"
        ),
        "Spring session",
        [
            ("1", "Arrivals", None, True),
            ("1.1", "Notice", None, True),
            ("1.1.1", "By mail", None, False),
            ("1.1.2", "By phone", None, False),
            ("1.2", "Sites", None, False),
            ("2", "Grants", None, False),
        ],
    ),
    "dotted numbers, the first level bare": (
        (
            "Spring session\n\n"
            "1 Arrivals\n1.1 Notice\n1.1.1 By mail\n1.2 Sites\n2 Grants \u2013 20 min\n"
        ),
        "Spring session",
        [
            ("1", "Arrivals", None, True),
            ("1.1", "Notice", None, True),
            ("1.1.1", "By mail", None, False),
            ("1.2", "Sites", None, False),
            ("2", "Grants", 20, False),
        ],
    ),
    "letters to the tenth: i. after h. is a letter": (
        "\n".join(f"{letter}. Topic {letter.upper()}" for letter in "abcdefghij"),
        "",
        [
            (str(place), f"Topic {letter}", None, False)
            for place, letter in enumerate("ABCDEFGHIJ", start=1)
        ],
    ),
    "numerals set flush right": (
        "Spring session\n\n   i. One\n  ii. Two\n iii. Three\n  iv. Four\n   v. Five\n",
        "Spring session",
        [
            ("1", "One", None, False),
            ("2", "Two", None, False),
            ("3", "Three", None, False),
            ("4", "Four", None, False),
            ("5", "Five", None, False),
        ],
    ),
    "dashes, wrapped lines and list punctuation": (
        (
            "The session would address:\n"
            "- arrivals without any notice to the city, the sites that take them in, and a non-\n"
            "  binding calendar for the rest of the year;\n"
            "\n"
            "- grants; and\n"
            "- custody\n"
            "We look forward to it.\n"
        ),
        "",
        [
            (
                "1",
                (
                    "arrivals without any notice to the city, the sites that take them in, and a "
                    "non-binding calendar for the rest of the year"
                ),
                None,
                False,
            ),
            ("2", "grants", None, False),
            ("3", "custody", None, False),
        ],
    ),
    "markdown": (
        "# June session\n\n## Arrivals\n- Notice\n- **Sites** (1h30)\n\n## Grants\n1. Dates\n",
        "June session",
        [
            ("1", "Arrivals", None, True),
            ("1.1", "Notice", None, False),
            ("1.2", "Sites", 90, False),
            ("2", "Grants", None, True),
            ("2.1", "Dates", None, False),
        ],
    ),
    "tabs alone": (
        "June session\n\tWelcome\n\tGrants:\n\t\tConditions\n\t\tDates\n\tClosing\n",
        "June session",
        [
            ("1", "Welcome", None, False),
            ("2", "Grants", None, True),
            ("2.1", "Conditions", None, False),
            ("2.2", "Dates", None, False),
            ("3", "Closing", None, False),
        ],
    ),
    "tabs and spaces mixed": (
        (
            "June session\n\n"
            "1. Arrivals\n\t- Notice\n    - Sites\n        - North\n\t\t- South\n2. End"
        ),
        "June session",
        [
            ("1", "Arrivals", None, True),
            ("1.1", "Notice", None, False),
            ("1.2", "Sites", None, True),
            ("1.2.1", "North", None, False),
            ("1.2.2", "South", None, False),
            ("2", "End", None, False),
        ],
    ),
    "indentation that jumps and comes back to an unknown column": (
        "June session\n\n- Arrivals\n        - Notice\n      - Sites\n- Grants\n",
        "June session",
        [
            ("1", "Arrivals", None, True),
            ("1.1", "Notice", None, False),
            ("1.2", "Sites", None, False),
            ("2", "Grants", None, False),
        ],
    ),
    "times of day, kept in the title": (
        (
            "Roundtable\n\n"
            "9:00 Welcome\n"
            "9:15\u201310:00 Grants\n"
            "   - Conditions\n"
            "10:00 a.m. \u2013 10:30 a.m. Custody\n"
            "11:30-1:00 Lunch\n"
        ),
        "Roundtable",
        [
            ("1", "9:00 Welcome", None, False),
            ("2", "9:15\u201310:00 Grants", 45, True),
            ("2.1", "Conditions", None, False),
            ("3", "10:00 a.m. \u2013 10:30 a.m. Custody", 30, False),
            ("4", "11:30-1:00 Lunch", 90, False),
        ],
    ),
    "Spanish": (
        (
            "Orden del d\u00eda\n\n"
            "\u2022 Llegadas de autobuses (15 minutos):\n"
            "    \u2022 Avisos; y\n"
            "    \u2022 Sitios\n"
            "\u2022 Cierre (Alcaldesa N\u00fa\u00f1ez, 1 h)\n"
        ),
        "Orden del d\u00eda",
        [
            ("1", "Llegadas de autobuses", 15, True),
            ("1.1", "Avisos", None, False),
            ("1.2", "Sitios", None, False),
            ("2", "Cierre", 60, False),
        ],
    ),
    "labels over lists": (
        "June session\n\nMorning:\n- Welcome\n- Grants\n\nAfternoon:\n- Custody\n",
        "June session",
        [
            ("1", "Morning", None, True),
            ("1.1", "Welcome", None, False),
            ("1.2", "Grants", None, False),
            ("2", "Afternoon", None, True),
            ("2.1", "Custody", None, False),
        ],
    ),
    "bullets alone on their lines": (
        "June session\n\n\u2022\nArrivals\n\u2022\nGrants\n  \u25e6\n  Dates\n",
        "June session",
        [
            ("1", "Arrivals", None, False),
            ("2", "Grants", None, True),
            ("2.1", "Dates", None, False),
        ],
    ),
    "flat bullets of a word processor": (
        (
            "June session\n\n"
            "\u2022 Arrivals\n\u25e6 Notice\n\u25aa Mail\n\u25e6 Sites\n\u2022 Grants\n"
        ),
        "June session",
        [
            ("1", "Arrivals", None, True),
            ("1.1", "Notice", None, True),
            ("1.1.1", "Mail", None, False),
            ("1.2", "Sites", None, False),
            ("2", "Grants", None, False),
        ],
    ),
    "numbers with sentences under them": (
        (
            "June session\n\n"
            "1. Arrivals\n"
            "   We want to know which notice the city gets, and when.\n"
            "2. Grants\n\n"
            "The conditions changed twice in a year.\n\n"
            "3. Closing\n"
        ),
        "June session",
        [
            ("1", "Arrivals", None, False),
            ("2", "Grants", None, False),
            ("3", "Closing", None, False),
        ],
    ),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_outline_is_read(name: str) -> None:
    text, title, expected = SAMPLES[name]
    agenda = read_agenda(text)
    assert (agenda.title, rows(agenda)) == (title, expected)
