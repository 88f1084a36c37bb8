"""Documents that a member may have now."""

from uuid import UUID

from portal.models import Export, Member
from portal.registry import registry


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
