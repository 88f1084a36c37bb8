"""Seats as time would have made them: in a test none passes, and a guard keeps what was written."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from portal.models import Seat


@contextmanager
def unguarded_seats() -> Iterator[None]:
    """Past the guard that forbids exactly this."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE portal_seat DISABLE TRIGGER guard")
        yield
        cursor.execute("ALTER TABLE portal_seat ENABLE ALWAYS TRIGGER guard")


def moved(seats: QuerySet[Seat], **facts: Any) -> None:
    """Writes what else is only written once."""
    with unguarded_seats():
        seats.update(**facts)
