"""The one clock that decides: the database's."""

from datetime import datetime

from django.db import connection


def database_now() -> datetime:
    """This moment by the database; what decides must not read it before its row is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now
