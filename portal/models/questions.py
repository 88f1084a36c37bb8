"""Questions that are put together once and asked often.

Django takes longer to put a nested rule together than PostgreSQL to answer it. What is kept is the
question, never its answer: cache it by everything that the rule takes from Python.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

Question = tuple[str, tuple[Any, ...]]


def question(rows: QuerySet[Any]) -> Question:
    """The SQL that finds these rows, with its parameters."""
    return rows.order_by().values("pk").query.sql_with_params()


def among(kept: Question) -> Q:
    """Rows that the question finds when it is asked."""
    sql, params = kept
    return Q(pk__in=RawSQL(sql, params))  # noqa: S611 - compiled by Django
