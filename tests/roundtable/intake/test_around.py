"""Which of several lists is the agenda, and what becomes of the text around it."""

from roundtable.intake import AgendaText, Leftover, read_agenda

Row = tuple[str, str, int | None, bool]


def rows(agenda: AgendaText) -> list[Row]:
    return [(node.number, node.title, node.minutes, node.is_heading) for node in agenda.nodes]


def test_presenter_and_line_stand_with_the_item() -> None:
    agenda = read_agenda("June\n\n- Welcome\n- Grants (Chief Rivera and Mayor Okafor, 10 min)\n")
    assert [(node.presenter, node.minutes, node.line) for node in agenda.nodes] == [
        ("", None, 3),
        ("Chief Rivera and Mayor Okafor", 10, 4),
    ]


def test_lists_parted_by_one_introduction_are_one_agenda() -> None:
    agenda = read_agenda(
        "The roundtable would address:\n- Arrivals\n- Grants\n\n"
        "We also ask the Department to cover:\n1. Custody\n2. Dates\n"
    )
    assert rows(agenda) == [
        ("1", "Arrivals", None, False),
        ("2", "Grants", None, False),
        ("3", "Custody", None, False),
        ("4", "Dates", None, False),
    ]
    assert agenda.background_before == ("The roundtable would address:",)
    assert agenda.background_after == ("We also ask the Department to cover:",)


def test_the_largest_of_unrelated_lists_is_the_agenda() -> None:
    agenda = read_agenda(
        "Spring meeting\n\n- Parking is behind the hall\n- Bring a badge\n\n"
        "The mayors speak first this time.\n\n- Arrivals\n- Grants\n- Custody\n"
    )
    assert [node.title for node in agenda.nodes] == ["Arrivals", "Grants", "Custody"]
    assert agenda.background_before == (
        "- Parking is behind the hall",
        "- Bring a badge",
        "The mayors speak first this time.",
    )


def test_people_are_no_agenda() -> None:
    agenda = read_agenda(
        "Agenda:\n- Arrivals\n- Grants\n\n"
        "Attendees:\n- Mayor Okafor\n- Chief Rivera\n- Chief Vela\n"
    )
    assert (agenda.title, rows(agenda)) == (
        "Agenda",
        [("1", "Arrivals", None, False), ("2", "Grants", None, False)],
    )
    assert agenda.background_after == (
        "Attendees:",
        "- Mayor Okafor",
        "- Chief Rivera",
        "- Chief Vela",
    )


def test_prose_around_is_kept_in_paragraphs() -> None:
    agenda = read_agenda(
        "Back to top\n"
        "Proposal for a Roundtable of Ports\n"
        "June 3, 2027\n\n"
        "The Harbor Cities Alliance met last week on the pier with the\n"
        "Department, on June\n"
        "12. They asked for a meeting of the mayors and the chiefs.\n\n"
        "  * Arrivals\n\n"
        "  * Grants\n"
        "-----\n"
        "The Harbor Cities Alliance is a nonprofit coalition of nine cities.\n"
    )
    assert agenda == AgendaText(
        title="Proposal for a Roundtable of Ports",
        nodes=agenda.nodes,
        background_before=(
            "June 3, 2027",
            (
                "The Harbor Cities Alliance met last week on the pier with the Department, on "
                "June 12. They asked for a meeting of the mayors and the chiefs."
            ),
        ),
        background_after=("The Harbor Cities Alliance is a nonprofit coalition of nine cities.",),
        leftovers=(
            Leftover(1, "Back to top", "a website's navigation, not part of the document"),
            Leftover(12, "-----", "a line of signs without words"),
        ),
        issuer_hint="Harbor Cities Alliance",
    )
    assert rows(agenda) == [("1", "Arrivals", None, False), ("2", "Grants", None, False)]


def test_two_bodies_leave_the_issuer_open() -> None:
    agenda = read_agenda(
        "Spring session\n\n- Arrivals\n- Grants\n\n"
        "The Harbor Cities Alliance is a coalition of ports.\n\n"
        "The Prairie Chiefs League is an association of police chiefs.\n"
    )
    assert agenda.issuer_hint == ""
