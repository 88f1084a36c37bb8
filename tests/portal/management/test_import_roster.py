"""`manage.py import_roster` tells line by line what it did, or changes nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.models import Organization
from tests.portal.roster_data import BAD, ROSTER

pytestmark = pytest.mark.django_db


def command(path: Path, *options: str) -> str:
    told = StringIO()
    call_command("import_roster", str(path), *options, stdout=told)
    return told.getvalue()


def test_the_command_tells_line_by_line_and_where_to_look(tmp_path, league):
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER)

    assert command(path).splitlines()[:5] == [
        "Line 2: added City of Alderbrook",
        "Line 3: added Alderbrook Police Department",
        "Line 4: added Fairmont Police Department",
        "  No city Fairmont, HI is recorded: entered as part of none.",
        "3 added, 0 changed, 0 were the same.",
    ]
    assert command(path).splitlines()[0] == "Nothing changed: 3 lines say what is recorded already."


def test_the_command_names_bad_lines_and_changes_nothing_unless_told(tmp_path, league):
    path = tmp_path / "roster.csv"
    path.write_text(BAD)
    with pytest.raises(CommandError) as refused:
        command(path)

    assert str(refused.value) == (
        "Some lines cannot be read, so nothing was imported. Mend the lines, or add --skip-bad. "
        "Nothing was changed."
    )
    assert Organization.objects.count() == 1
    assert "2 added, 0 changed, 0 were the same. 5 problems were passed over." in command(
        path, "--skip-bad"
    )


def test_the_command_says_when_there_is_no_such_file(tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file or directory"):
        command(tmp_path / "none.csv")
