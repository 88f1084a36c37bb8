"""Waiting for a document, and taking it."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.documents import open_file
from portal.http import MemberRequest, spend
from portal.models import Export
from portal.operations.exports import is_under_way, record_download, retry_export
from portal.operations.reading_log import note_taken
from portal.queries.exports import visible_export
from portal.registry import registry
from portal.vocabulary.limits import Limit


def _export_or_404(request: MemberRequest, export_id: UUID) -> Export:
    export = visible_export(request.user, export_id)
    if export is None:
        raise Http404
    return export


@require_safe
def export(request: MemberRequest, export_id: UUID) -> HttpResponse:
    """How far the document is; the fragment that refreshes itself is the page's own."""
    wanted = _export_or_404(request, export_id)
    exporter = registry.exporters[wanted.kind]
    context = {
        "export": wanted,
        "job": wanted.job,
        "is_under_way": is_under_way(wanted.job),
        "back_url": exporter.subject_url(wanted.subject_id),
        "back_label": exporter.back_label,
    }
    template = "documents/_progress.html" if request.htmx else "documents/progress.html"
    return render(request, template, context)


@require_POST
def export_retry(request: MemberRequest, export_id: UUID) -> HttpResponseRedirect:
    wanted = _export_or_404(request, export_id)
    spend(request, Limit.EXPORT)
    retry_export(export=wanted, actor=request.user)
    return redirect("export", export_id)


@require_safe
def export_file(request: MemberRequest, export_id: UUID) -> FileResponse:
    """The file, always as a download, never shown inside a page of ours."""
    wanted = _export_or_404(request, export_id)
    if not wanted.is_ready:
        raise Http404
    if request.method == "GET":  # HEAD takes no byte
        record_download(export=wanted, actor=request.user)
        note_taken(request.user, wanted)
    response = FileResponse(
        open_file(wanted.path),
        as_attachment=True,
        filename=wanted.filename,
        content_type="application/pdf",
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
