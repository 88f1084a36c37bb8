"""What was released: frozen text, frozen signatories, frozen files.

Visible to everybody is a publication that is built, not held, not undone, whose instant has come
by the database's clock, and whose listed signers had authority to sign at that instant; the release
itself needs no worker. A trigger keeps what is frozen from changing and, after the instant, lets
only a withdrawal be added.
"""

from functools import cache

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, Now

from portal.models import Announcement, Job, Mandate, Member
from portal.models.questions import Question, among, question
from portal.vocabulary.jobs import JobState
from statements.models.signing import Reconfirmation, Signature
from statements.models.statements import Revision, Statement
from statements.vocabulary.signing import FileFormat, SignatoryOrder

TOLD_KEY = "published:"
"""Begins the key of the announcement that a publication is out; its number follows."""


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Publications by the database's clock."""

    def standing(self) -> "PublicationQuerySet":
        """Not undone: the one that counts for its statement."""
        return self.filter(undone_at__isnull=True)

    def visible(self) -> "PublicationQuerySet":
        """What anybody may see now, withdrawn ones included: their page stays.

        Authority is judged at the release instant: what ends later takes nothing away. An ending
        that is entered later but dated before the release must not take away what people have
        read: once it was withdrawn or people were told that it is out, authority is not asked
        again. (Telling takes seconds; with every worker stopped, such an entry holds the release
        and its staff page says so.) Clearances rest on no mandate and are not asked.
        """
        return self.filter(among(_visible()))


@cache
def _visible() -> Question:
    """Built once by each process: putting the question together costs more than asking it."""
    told = Announcement.objects.filter(
        key=Concat(Value(TOLD_KEY), Cast(OuterRef("pk"), models.CharField())),
        job__state=JobState.DONE,
    )
    lapsed = ListedSignature.objects.without_authority().filter(publication=OuterRef("pk"))
    visible = Publication.objects.standing().filter(
        Q(withdrawn_at__isnull=False) | Exists(told) | ~Exists(lapsed),
        built_at__isnull=False,
        held_at__isnull=True,
        release_at__lte=Now(),
    )
    return question(visible)


class Publication(models.Model):
    """One release of one text. `snapshot` is all that any page or file of it is made of."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="publications")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="publications")
    digest = models.CharField(max_length=64)
    snapshot = models.JSONField()
    signatory_order = models.CharField(
        max_length=20, choices=SignatoryOrder, default=SignatoryOrder.LEADERS
    )
    release_at = models.DateTimeField()
    scheduled_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="publications_scheduled"
    )
    scheduled_at = models.DateTimeField(db_default=Now())
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="publication")
    built_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    held_reason = models.CharField(max_length=300, blank=True)
    undone_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="publications_withdrawn"
    )
    withdrawal_explanation = models.TextField(blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-release_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["statement"],
                condition=Q(undone_at__isnull=True),
                name="publication_standing_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawal_explanation="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_explanation="")),
                name="publication_withdrawal_explained",
            ),
        ]

    def __str__(self) -> str:
        return f"Publication of {self.statement_id}"

    @property
    def told_key(self) -> str:
        """The key of the announcement that it is out."""
        return f"{TOLD_KEY}{self.pk}"


class ListedSignatureQuerySet(models.QuerySet["ListedSignature"]):
    """Listed signatures by the authority they were given under."""

    def without_authority(self) -> "ListedSignatureQuerySet":
        """Those whose mandate or seat had not begun when they agreed, or ends before the release.

        What counts is the last agreement before the release: a late one saves nothing and harms
        nothing.
        """
        agreed = Reconfirmation.objects.filter(
            signature=OuterRef("signature"), reconfirmed_at__lt=OuterRef("publication__release_at")
        ).order_by("-reconfirmed_at")
        holding = Mandate.objects.holding(
            since=OuterRef("agreed_at"), until=OuterRef("publication__release_at")
        )
        return self.annotate(
            agreed_mandate=Coalesce(
                Subquery(agreed.values("mandate")[:1]),
                F("signature__mandate"),
                output_field=models.BigIntegerField(),
            ),
            agreed_at=Coalesce(
                Subquery(agreed.values("reconfirmed_at")[:1]), F("signature__signed_at")
            ),
        ).filter(~Exists(holding.filter(pk=OuterRef("agreed_mandate"))))


class ListedSignature(models.Model):
    """A signature as it is listed under a publication; a trigger demands the published digest."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="listed")
    signature = models.ForeignKey(Signature, on_delete=models.PROTECT, related_name="listings")
    position = models.PositiveIntegerField()

    objects = ListedSignatureQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "signature"], name="listed_once"),
            models.UniqueConstraint(fields=["publication", "position"], name="listed_place_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.signature}"


class PublicationFile(models.Model):
    """One file of a publication; the bytes under `path` are those of `sha256`, for good."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=10, choices=FileFormat)
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["format"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "format"], name="file_format_once"),
        ]

    def __str__(self) -> str:
        return f"{self.format} of {self.publication_id}"
