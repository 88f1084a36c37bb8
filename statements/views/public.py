"""What everybody sees of a statement that is out: its page, its files, the list, the feed.

All of it is drawn from the release's snapshot or is its stored bytes; what is not out does not
exist here. No session is made.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.http import conditional_page, require_safe

from portal.models import Member
from portal.views.errors import page_not_found
from statements.documents.feed import FEED_TYPE, Entry, statement_feed
from statements.documents.publication import release_html, released_bytes
from statements.documents.sheets import sheet
from statements.models import Publication
from statements.queries.publishing import aftermath, published_statements, released_file
from statements.queries.statements import may_work_on
from statements.vocabulary.signing import FileFormat

MEDIA_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.TEXT: "text/plain; charset=utf-8",
    FileFormat.JSON: "application/json",
}
FEED_LENGTH = 20


def public_list(request: HttpRequest) -> HttpResponse:
    """The list for visitors: what is out, newest first."""
    found = list(published_statements())
    return render(request, "statements/public_list.html", {"publications": found})


def public_page(request: HttpRequest, publication: Publication) -> HttpResponse:
    """A release as everybody reads it, with what changed among its signatories since."""
    member = request.user if isinstance(request.user, Member) else None
    context = {
        **sheet(publication.snapshot),
        "publication": publication,
        "aftermath": aftermath(publication),
        "files": publication.files.all(),
        "may_work": member is not None and may_work_on(member, publication.statement_id),
    }
    return render(request, "statements/public.html", context)


@login_not_required
@require_safe
@conditional_page
def publication_file(request: HttpRequest, ref: str, suffix: str) -> HttpResponse:
    """The stored bytes of a file, never made anew; missing and embargoed ones look alike."""
    file = released_file(ref, suffix)
    if file is None:
        missing = page_not_found(request, Http404())
        missing.headers["Cache-Control"] = "no-store"
        return missing
    response = HttpResponse(released_bytes(file), content_type=MEDIA_TYPES[FileFormat(suffix)])
    inline = "attachment" if suffix == FileFormat.PDF else "inline"
    response.headers["Content-Disposition"] = f'{inline}; filename="{ref}.{suffix}"'
    response.headers["ETag"] = f'"{file.sha256}"'
    response.headers["Last-Modified"] = _http_date(file.publication.release_at)
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@login_not_required
@require_safe
@conditional_page
def feed(request: HttpRequest) -> HttpResponse:
    """Atom 1.0 with whole texts; addresses come from the settings, never from the request."""
    found = list(published_statements()[:FEED_LENGTH])
    text = statement_feed(
        [_entry(publication) for publication in found],
        site_url=settings.SITE_URL,
        page_url=_address("statement_list"),
        feed_url=_address("statement_feed"),
    )
    response = HttpResponse(text, content_type=FEED_TYPE)
    if found:
        response.headers["Last-Modified"] = _http_date(max(map(_changed_at, found)))
    response.headers["Cache-Control"] = "public, no-cache"
    return response


def _entry(publication: Publication) -> Entry:
    return Entry(
        ref=publication.statement.ref,
        title=publication.snapshot["title"],
        url=_address("statement", publication.statement.ref),
        authors=", ".join(publication.snapshot["issuers"]),
        html=release_html(publication.snapshot),
        published_at=publication.release_at,
        updated_at=_changed_at(publication),
        withdrawal=publication.withdrawal_explanation,
    )


def _changed_at(publication: Publication) -> datetime:
    return publication.withdrawn_at or publication.release_at


def _address(name: str, *args: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def _http_date(moment: datetime) -> str:
    return http_date(moment.timestamp())
