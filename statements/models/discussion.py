"""Discussions of a statement."""

from django.db import models

from portal.models import Thread
from statements.models.statements import Statement


class StatementThread(models.Model):
    """A discussion of a statement, for those who work on it."""

    thread = models.OneToOneField(
        Thread, primary_key=True, on_delete=models.PROTECT, related_name="statement_holding"
    )
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="holdings")

    def __str__(self) -> str:
        return f"Thread {self.thread_id} of {self.statement_id}"
