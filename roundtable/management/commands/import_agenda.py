"""Makes a proposal and its issues from a text file with an outline."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.intake import LIMIT, read_text
from portal.queries.organizations import named_organization
from portal.vocabulary.refusals import Refusal
from roundtable.models import Proposal
from roundtable.operations.importing import Origin, import_agenda


class Command(BaseCommand):
    help = "Reads the outline of a roundtable from a plain text file, or changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--issuer", help="who proposes; default: who the text names")
        parser.add_argument("--counterpart", help="whom it is proposed to, for example DHS")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            proposal = self.read(options)
        except Refusal as refusal:
            raise CommandError(f"{refusal} Nothing was changed.") from refusal
        except OSError as problem:
            raise CommandError(
                f"{options['file']} cannot be read: {problem.strerror}. Nothing was changed."
            ) from problem
        self.report(proposal)

    def read(self, options: dict[str, Any]) -> Proposal:
        """Raises Refusal or OSError before anything is written."""
        path: Path = options["file"]
        with path.open("rb") as file:
            text = read_text(file.read(LIMIT + 1))
        issuer, counterpart = options["issuer"], options["counterpart"]
        origin = Origin(
            file_name=path.name,
            issuer=named_organization(issuer) if issuer else None,
            counterpart=named_organization(counterpart) if counterpart else None,
            actor=None,
        )
        return import_agenda(text=text, origin=origin)

    def report(self, proposal: Proposal) -> None:
        """Says what was read, what was left over, and where to look."""
        self.stdout.write(f"Title       {proposal.title}")
        for issue in proposal.issues.all():
            minutes = f" ({issue.minutes} min)" if issue.minutes else ""
            self.stdout.write(f"{issue.ref:11} {'  ' * issue.depth}{issue.title}{minutes}")
        background = len(proposal.background_before) + len(proposal.background_after)
        self.stdout.write(f"Background  {background} paragraphs")
        for left in proposal.leftovers:
            self.stdout.write(f"Left over, line {left['line']}: {left['text']} ({left['reason']})")
        url = f"{settings.SITE_URL}/roundtable/proposals/{proposal.ref}/"
        self.stdout.write(f"Read as {proposal.ref}: {url}")
