"""Waits until the database answers; containers start in any order."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection

PAUSE = 0.5


class Command(BaseCommand):
    help = "Waits until the database answers."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seconds", type=float, default=60, help="give up after (60)")

    def handle(self, *args: Any, **options: Any) -> None:
        end = time.monotonic() + options["seconds"]
        while not is_answering():
            if time.monotonic() > end:
                raise CommandError("The database did not answer. Check DATABASE_URL.")
            time.sleep(PAUSE)


def is_answering() -> bool:
    try:
        connection.ensure_connection()
    except OperationalError:
        return False
    return True
