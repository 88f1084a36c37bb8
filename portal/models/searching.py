"""Rows that carry what the search reads."""

from typing import TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class WithoutSearch(models.Manager[Row]):
    """Leaves the generated `search` column, as long as the text itself, in the database."""

    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().defer("search")
