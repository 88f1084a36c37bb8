"""Published agendas: numbered, one frozen rendition per audience."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from portal.models import Export, Member
from portal.vocabulary.audiences import Audience
from roundtable.models.issues import Issue
from roundtable.models.meetings import Meeting

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class AgendaPublication(models.Model):
    """The agenda of a meeting as it was published the `number`th time; rows are only added.

    The number is ours: each audience reads the number of its own rendition.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True)
    published_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="agendas_published"
    )
    published_at = models.DateTimeField(db_default=Now())

    if TYPE_CHECKING:
        renditions: RelatedManager["Rendition"]

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="agenda_number_once"),
        ]

    def __str__(self) -> str:
        return f"Agenda {self.number} of {self.meeting}"


class Rendition(models.Model):
    """What one audience gets of a published agenda.

    `snapshot` is already filtered for the audience and holds everything that the document says;
    `issues` are those it shows the content of: while one of them is closed to the audience, the
    rendition is withheld. A trigger keeps the snapshot; only `export` goes from null once.
    """

    publication = models.ForeignKey(
        AgendaPublication, on_delete=models.PROTECT, related_name="renditions"
    )
    audience = models.CharField(max_length=20, choices=Audience)
    snapshot = models.JSONField()
    issues = models.ManyToManyField(Issue, blank=True, related_name="renditions")
    export = models.ForeignKey(
        Export, null=True, on_delete=models.PROTECT, related_name="renditions"
    )

    class Meta:
        ordering = ["publication_id", "audience"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "audience"], name="rendition_once"),
            models.CheckConstraint(
                condition=Q(audience__in=[Audience.PUBLIC, Audience.WORKING_GROUP]),
                name="rendition_audience_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication}, {self.audience}"

    @property
    def number(self) -> int:
        """Which version of the agenda it is for its audience."""
        return int(self.snapshot["number"])
