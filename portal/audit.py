"""Records what happened, in the transaction that does it."""

from typing import Any

from django.db import models

from portal.models import AuditEvent, Member
from portal.vocabulary.audit import Verb


def record(
    verb: Verb,
    *,
    actor: Member | None,
    subject: models.Model,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Adds one entry; without an actor it was the portal itself or a command in a shell."""
    return AuditEvent.objects.create(
        verb=verb,
        actor=actor,
        actor_label=f"{actor.name} <{actor.email}>" if actor else "The portal",
        object_type=subject._meta.label_lower,
        object_id=str(subject.pk),
        object_label=str(subject)[:300],
        before=before,
        after=after,
        reason=reason,
    )
