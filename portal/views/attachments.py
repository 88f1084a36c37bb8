"""Taking a private file."""

from uuid import UUID

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from portal.documents import open_file
from portal.http import MemberRequest
from portal.operations.reading_log import note_read
from portal.queries.attachments import visible_attachment
from portal.vocabulary.attachments import CONTENT_TYPES, UNKNOWN_TYPE


@require_safe
def attachment(request: MemberRequest, attachment_id: UUID) -> FileResponse:
    """The file, always as a download: a browser neither shows nor guesses nor keeps it."""
    wanted = visible_attachment(request.user, attachment_id)
    if wanted is None:
        raise Http404
    try:
        file = open_file(wanted.path)
    except FileNotFoundError as problem:
        raise Http404 from problem
    if request.method == "GET":  # HEAD takes no byte
        note_read(reader=request.user, subject=wanted)
    known = wanted.content_type in CONTENT_TYPES
    response = FileResponse(
        file,
        as_attachment=True,
        filename=wanted.name,
        content_type=wanted.content_type if known else UNKNOWN_TYPE,
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    return response
