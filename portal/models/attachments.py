"""Private files that people add, and what was released from screening."""

import uuid

from django.db import models
from django.db.models.functions import Now

from portal.models.members import Member


class Attachment(models.Model):
    """A private file; whoever may see the object it hangs on may have it, always as a download.

    `path` lies below FILES_ROOT under a random name; `name` is the uploader's, made safe.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    path = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="attachments")
    uploaded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["uploaded_at"]

    def __str__(self) -> str:
        return self.name


class ScreeningRelease(models.Model):
    """Staff looked at a passage that screening had stopped, and let exactly it pass."""

    sha256 = models.CharField(max_length=64)
    reason = models.TextField()
    released_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["released_at"]
        indexes = [models.Index(fields=["sha256"], name="screening_release_passage")]

    def __str__(self) -> str:
        return self.sha256[:12]
