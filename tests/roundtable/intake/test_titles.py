"""What leaves an item's line as a duration or a presenter, and what stays, being in doubt."""

import pytest

from roundtable.intake.titles import ItemTitle, read_item_title

CASES = [
    ("Welcome (15 min)", "Welcome", 15, ""),
    ("Welcome (15 min.):", "Welcome", 15, ""),
    ("Welcome: [10 minutes]", "Welcome", 10, ""),
    ("Welcome (1 h)", "Welcome", 60, ""),
    ("Welcome (1h30)", "Welcome", 90, ""),
    ("Welcome (1 hour and 15 minutes)", "Welcome", 75, ""),
    ("Welcome (1.5 hours)", "Welcome", 90, ""),
    ("Welcome (2:30 h)", "Welcome", 150, ""),
    ("Bienvenida (15 minutos)", "Bienvenida", 15, ""),
    ("Bienvenida (1 hora)", "Bienvenida", 60, ""),
    ("Welcome \u2013 20 min", "Welcome", 20, ""),
    ("Welcome \u2014 45'", "Welcome", 45, ""),
    ("Welcome ........ 15 min", "Welcome", 15, ""),
    ("Welcome\t15 min", "Welcome", 15, ""),
    ("(10 min) Welcome", "Welcome", 10, ""),
    ("Welcome (15 min): opening words", "Welcome: opening words", 15, ""),
    ("Welcome (Chief Rivera, 10 min)", "Welcome", 10, "Chief Rivera"),
    ("Welcome (10 min, Deputy Chief A. Rivera)", "Welcome", 10, "Deputy Chief A. Rivera"),
    ("Welcome (Room A, 10 min)", "Welcome (Room A, 10 min)", None, ""),
    ("Welcome (Chief Rivera)", "Welcome (Chief Rivera)", None, ""),
    ("Welcome (about 10 min)", "Welcome (about 10 min)", None, ""),
    ("Welcome (10-15 min)", "Welcome (10-15 min)", None, ""),
    ("Welcome (0 min)", "Welcome (0 min)", None, ""),
    ("Welcome (9999 min)", "Welcome (9999 min)", None, ""),
    ("The (15 min) rule", "The (15 min) rule", None, ""),
    ("Answers within 48 hours", "Answers within 48 hours", None, ""),
    ("(15 min)", "(15 min)", None, ""),
    ("9:00-9:45 Welcome", "9:00-9:45 Welcome", 45, ""),
    ("9-9:30 am Welcome", "9-9:30 am Welcome", 30, ""),
    ("11:30 am to 1 pm Lunch", "11:30 am to 1 pm Lunch", 90, ""),
    ("9:00 Welcome", "9:00 Welcome", None, ""),
    ("Grants; and", "Grants", None, ""),
    ("Subvenciones; y", "Subvenciones", None, ""),
    ("Grants:", "Grants", None, ""),
    ("**Grants:** old and new", "Grants: old and new", None, ""),
    ("Sites**North**", "Sites**North**", None, ""),
    ("Supply and demand and", "Supply and demand and", None, ""),
]


@pytest.mark.parametrize(("raw", "title", "minutes", "presenter"), CASES)
def test_item_title(raw: str, title: str, minutes: int | None, presenter: str) -> None:
    expected = ItemTitle(title=title, minutes=minutes, presenter=presenter)
    assert read_item_title(raw) == expected
