"""Enters a roster of organizations from a CSV file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.intake.roster import Roster, read_roster
from portal.intake.tables import read_table
from portal.operations.rosters import import_roster
from portal.queries.clock import database_today
from portal.queries.roster_plans import RosterPlan
from portal.queries.rosters import roster_plan
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.roster import LARGEST


class Command(BaseCommand):
    help = (
        "Adds and changes organizations as a CSV file says, and tells of each line what became of "
        "it. A second run changes nothing. With a line that cannot be read, nothing is imported."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--skip-bad", action="store_true", help="import the good lines and leave out the bad"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            roster = self.read(options["file"])
            done = self.imported(roster, skips_bad=options["skip_bad"])
        except Refusal as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        except OSError as problem:
            raise CommandError(
                f"{options['file']} cannot be read: {problem.strerror}. Nothing was changed."
            ) from problem
        self.stdout.write(done.summary)
        self.stdout.write(f"Look at the result: {settings.SITE_URL}/members/")

    def read(self, path: Path) -> Roster:
        with path.open("rb") as file:
            table = read_table(file.read(LARGEST + 1))
        return read_roster(table, today=database_today())

    def imported(self, roster: Roster, *, skips_bad: bool) -> RosterPlan:
        """Says what every line would do before it is done, also where nothing is done then."""
        self.report(roster_plan(roster, today=database_today(), actor=None))
        try:
            return import_roster(roster=roster, skips_bad=skips_bad, seen=None, actor=None)
        except Refusal as refusal:
            advice = "" if skips_bad else " Mend the lines, or add --skip-bad."
            raise Refusal(f"{refusal}{advice}") from refusal

    def report(self, plan: RosterPlan) -> None:
        if plan.roster.passed_over:
            self.stdout.write(f"Columns not read: {', '.join(plan.roster.passed_over)}")
        for problem in plan.problems:
            self.stdout.write(str(problem))
        for line in plan.lines:
            if not line.is_same:
                word = "added" if line.is_new else "changed"
                self.stdout.write(f"Line {line.line.line}: {word} {line.organization.name}")
            for change in line.changes if not line.is_new else ():
                self.stdout.write(
                    f"  {change.label}: {change.before or 'nothing'} -> {change.after}"
                )
            for note in line.notes if not line.is_same else ():
                self.stdout.write(f"  {note}")
