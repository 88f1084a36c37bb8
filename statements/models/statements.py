"""Statements, their immutable revisions and blocks, and the text they were read from."""

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.html import strip_tags
from django.utils.text import Truncator

from portal.models import Attachment, Member, Organization
from portal.models.searching import WithoutSearch
from statements.vocabulary.blocks import BlockKind
from statements.vocabulary.digest import text_code
from statements.vocabulary.states import TONES, DocumentType, StatementState

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Statement(models.Model):
    """A joint statement. Its text lives in revisions; `title` repeats the newest headline."""

    ref = models.CharField(max_length=12, unique=True)
    title = models.CharField(max_length=500)
    document_type = models.CharField(
        max_length=20, choices=DocumentType, default=DocumentType.STATEMENT
    )
    state = models.CharField(max_length=20, choices=StatementState, default=StatementState.DRAFTING)
    language = models.CharField(max_length=10, default="en")
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="drafted_statements"
    )
    issuers = models.ManyToManyField(
        Organization, through="Issuer", related_name="issued_statements"
    )
    issuers_named = models.JSONField(default=list, blank=True)
    release_line = models.CharField(max_length=200, blank=True)
    embargo_line = models.CharField(max_length=200, blank=True)
    embargo_until = models.DateTimeField(null=True, blank=True)
    document_date = models.CharField(max_length=100, blank=True)
    media_contact = models.TextField(blank=True)
    created_by = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="statements_started"
    )
    created_at = models.DateTimeField(db_default=Now())
    handed_over_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    attachments = models.ManyToManyField(Attachment, blank=True, related_name="statements")

    if TYPE_CHECKING:
        issuings: RelatedManager["Issuer"]
        revisions: RelatedManager["Revision"]

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="statement_title_typo"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=StatementState.values), name="statement_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def shown_state(self) -> StatementState:
        """The state in the words of the page; "published" follows from `is_out`, if annotated."""
        state = StatementState(self.state)
        is_out = state == StatementState.SCHEDULED and getattr(self, "is_out", False)
        return StatementState.PUBLISHED if is_out else state

    @property
    def state_label(self) -> str:
        return str(self.shown_state.label)

    @property
    def state_tone(self) -> str:
        return TONES[self.shown_state]

    @property
    def issuers_in_order(self) -> list[Organization]:
        """The issuing associations as they are named; prefetch `issuings__organization`."""
        return [issuing.organization for issuing in self.issuings.all()]

    @property
    def issuer_names(self) -> str:
        return ", ".join(issuer.short_name for issuer in self.issuers_in_order)

    @property
    def letterhead(self) -> list[str]:
        """Names at the top of the sheet: an imported text of other bodies keeps its own."""
        return self.issuers_named or [issuer.name for issuer in self.issuers_in_order]


class Issuer(models.Model):
    """An association that issues a statement, in the order in which they are named."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="issuings")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "organization"], name="issuer_once"),
            models.UniqueConstraint(fields=["statement", "position"], name="issuer_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} issues {self.statement_id}"


class Revision(models.Model):
    """One numbered version of the text, never changed once written (a trigger holds that)."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    author = models.ForeignKey(
        Member, null=True, on_delete=models.PROTECT, related_name="revisions"
    )
    created_at = models.DateTimeField(db_default=Now())
    digest = models.CharField(max_length=64)

    if TYPE_CHECKING:
        blocks: RelatedManager["Block"]

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="revision_number_once"),
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of {self.statement_id}"

    @property
    def text_code(self) -> str:
        return text_code(self.digest)


class Block(models.Model):
    """One piece of a revision's text; `key` names the same piece in every revision."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="blocks")
    position = models.PositiveIntegerField()
    key = models.UUIDField()
    kind = models.CharField(max_length=20, choices=BlockKind)
    html = models.TextField()
    speaker = models.CharField(max_length=200, blank=True)
    speaker_title = models.CharField(max_length=200, blank=True)
    in_quotation = models.BooleanField(default=False)
    search = models.GeneratedField(
        expression=SearchVector("html", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = WithoutSearch["Block"]()

    class Meta:
        ordering = ["position"]
        indexes = [GinIndex(fields=["search"], name="block_search")]
        constraints = [
            models.UniqueConstraint(fields=["revision", "position"], name="block_position_once"),
            models.UniqueConstraint(fields=["revision", "key"], name="block_key_once"),
            models.CheckConstraint(condition=Q(kind__in=BlockKind.values), name="block_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.position}"

    @property
    def excerpt(self) -> str:
        """The beginning of the text, for reports in a shell."""
        return Truncator(" ".join(strip_tags(self.html).split())).chars(80)


class Source(models.Model):
    """The text a statement was read from, and what of it did not become part of the statement."""

    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="source")
    file_name = models.CharField(max_length=200)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    leftovers = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.file_name
