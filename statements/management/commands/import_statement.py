"""Makes a draft statement from a text file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.intake import LIMIT, read_text
from portal.models import Organization
from portal.queries.organizations import associations, named_organization
from portal.vocabulary.refusals import Refusal
from statements.models import Statement
from statements.operations.importing import Origin, import_statement


class Command(BaseCommand):
    help = "Reads a statement from a plain text file into a new draft, or changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organization", help="who drafts; default: the first issuer")
        parser.add_argument(
            "--issued-by",
            action="append",
            default=[],
            metavar="ORGANIZATION",
            help="an issuing association, may be repeated; default: every association here",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            statement = self.read(options)
        except Refusal as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        except OSError as problem:
            raise CommandError(
                f"{options['file']} cannot be read: {problem.strerror}. Nothing was changed."
            ) from problem
        self.report(statement)

    def read(self, options: dict[str, Any]) -> Statement:
        """Raises Refusal or OSError before anything is written."""
        path: Path = options["file"]
        with path.open("rb") as file:
            text = read_text(file.read(LIMIT + 1))
        issuers = [named_organization(name) for name in options["issued_by"]]
        issuers = issuers or list(associations())
        drafter = self.drafter(options["organization"], issuers)
        origin = Origin(file_name=path.name, organization=drafter, issuers=issuers, actor=None)
        return import_statement(text=text, origin=origin)

    def drafter(self, name: str | None, issuers: list[Organization]) -> Organization:
        if name:
            return named_organization(name)
        if not issuers:
            raise Refusal("No association is here yet. Invite a publisher first: manage.py invite.")
        return issuers[0]

    def report(self, statement: Statement) -> None:
        """Says what was read, what was left over, and where to look."""
        for block in statement.revisions.get(number=1).blocks.all():
            self.stdout.write(f"{block.get_kind_display():16} {block.excerpt}")
        for line in ("release_line", "embargo_line", "document_date", "media_contact"):
            if value := getattr(statement, line):
                label = line.replace("_", " ").capitalize()
                self.stdout.write(f"{label:16} {' '.join(value.split())}")
        for left in statement.source.leftovers:
            self.stdout.write(f"Left over, line {left['line']}: {left['text']} ({left['reason']})")
        self.stdout.write(
            f"Read as {statement.ref}: {settings.SITE_URL}/statements/{statement.ref}/"
        )
