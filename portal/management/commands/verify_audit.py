"""`manage.py verify_audit`: whether the record is what it was when it was sealed."""

import re
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.queries.chain import count_unsealed, verified


def noted(text: str) -> tuple[int, str]:
    """A head as this command printed it earlier."""
    if not re.fullmatch(r"[1-9][0-9]{0,17}:[0-9a-f]{64}", text):
        raise ArgumentTypeError(
            "write the position, a colon and the hash of 64 digits, as noted earlier"
        )
    position, _, digest = text.partition(":")
    return int(position), digest


class Command(BaseCommand):
    help = (
        "Computes every hash of the record anew, names the first entry that does not fit and ends "
        "with 1 then. Note the head elsewhere: with --expect a cut end is found, too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect",
            metavar="POSITION:HASH",
            type=noted,
            action="append",
            default=[],
            help="a head that was noted earlier; may be given several times",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = verified(dict(options["expect"]))
        if found.fault:
            raise CommandError(f"{found.fault} Up to position {found.head.position} all fits.")
        position, digest = found.head
        noun = "entry" if position == 1 else "entries"
        self.stdout.write(
            f"{position} {noun} sealed, chain is whole, head {position}:{digest}, "
            f"{count_unsealed()} not sealed yet"
        )
