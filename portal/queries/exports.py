"""Documents that a member may have now."""

from uuid import UUID

from django.db.models import Q

from portal.models import AuditEvent, Export, Member
from portal.registry import registry
from portal.vocabulary.audit import Verb


def visible_export(member: Member, export_id: UUID) -> Export | None:
    """The document if the member may see its subject at this moment, whoever asked for it."""
    export = Export.objects.select_related("job").filter(pk=export_id).first()
    if export is None or not may_see_export(member, export):
        return None
    return export


def recent_exports(member: Member, *, count: int = 3) -> list[Export]:
    """The newest documents that the member asked for and may still see."""
    asked = Export.objects.select_related("job").filter(requested_by=member)[:count]
    return [export for export in asked if may_see_export(member, export)]


def may_see_export(member: Member, export: Export) -> bool:
    """Rights of this moment: what was closed to the document's audience since withholds it."""
    exporter = registry.exporters[export.kind]
    return exporter.may_see(member, export.subject_id) and not exporter.is_withheld(export)


def is_still_wanted(export: Export) -> bool:
    """Whether anybody who asked for the document may see its subject at this moment."""
    may_see = registry.exporters[export.kind].may_see
    asked = AuditEvent.objects.filter(
        verb=Verb.EXPORT_REQUESTED,
        object_type=Export._meta.label_lower,
        object_id=str(export.pk),
    )
    people = Q(pk__in=asked.values("actor")) | Q(pk=export.requested_by_id)
    members = Member.objects.filter(people, is_active=True).order_by("pk")
    return any(may_see(member, export.subject_id) for member in members)
