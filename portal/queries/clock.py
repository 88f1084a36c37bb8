"""The one clock that decides: the database's."""

from datetime import date, datetime

from django.db import connection
from django.utils import dateformat, timezone


def database_now() -> datetime:
    """This moment by the database; what decides must not read it before its row is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def database_today() -> date:
    """The day of this moment, by the database, where the member is."""
    return timezone.localdate(database_now())


def in_words(moment: datetime) -> str:
    """An instant in the current zone, with the zone's name, inside a sentence."""
    return dateformat.format(timezone.localtime(moment), "M j, Y, g:i A T")
