"""HTML of our own templates to PDF/UA-1."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from weasyprint import HTML, Document
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from portal.pdf.finishing import finish_pdf
from portal.pdf.problems import RenderProblem
from portal.pdf.sources import source_files
from portal.pdf.wording import keep_words_whole
from portal.registry import Progress

VARIANT = "pdf/ua-1"
LIMIT = 4_000_000
# From here on the collector costs more time than the memory it frees is worth.
LONG = 150_000

FORBIDDEN_ADDRESS = (
    "The text refers to a file or an address that a document may not load. "
    "Remove it from the text and make the document again."
)
TOO_LONG = "This text is too long for one document. Divide it and make a document of each part."
TOO_DEEP = (
    "Lists in this text stand too deep inside one another. "
    "Flatten them and make the document again."
)


class ListedSources(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Serves the listed names and nothing else: no network, no files, no inline data."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=frozenset(), allow_redirects=False, fail_on_errors=True)
        self.files = source_files()
        self.has_refused = False

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        del headers  # part of the signature that WeasyPrint calls
        if url not in self.files:
            self.has_refused = True
            raise ValueError("not a listed source")
        path, media_type = self.files[url]
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": media_type})


def render_pdf(
    html: str, *, title: str, language: str = "en", progress: Progress | None = None
) -> bytes:
    """The same bytes for the same input. Raises RenderProblem with a sentence for the reader."""
    if len(html.encode()) > LIMIT:
        raise RenderProblem(TOO_LONG)
    try:
        with _collector_paused(long=len(html) > LONG):
            return _render(html, title=title, language=language, report=progress or _ignore)
    except FatalURLFetchingError as problem:
        raise RenderProblem(FORBIDDEN_ADDRESS) from problem
    except RecursionError as problem:
        raise RenderProblem(TOO_DEEP) from problem


def _render(html: str, *, title: str, language: str, report: Progress) -> bytes:
    report(10, "Laying out the pages")
    sources = ListedSources()
    source = HTML(string=keep_words_whole(html), base_url=None, url_fetcher=sources)
    document = source.render(pdf_variant=VARIANT)
    _drop_metadata(document, title=title, language=language)
    count = len(document.pages)
    report(60, f"Drawing {count} page{'s' if count > 1 else ''}")
    drawn = document.write_pdf(pdf_variant=VARIANT)
    if sources.has_refused:  # a drawing inside the text swallows the error
        raise RenderProblem(FORBIDDEN_ADDRESS)
    report(85, "Finishing the file")
    return finish_pdf(drawn, title=title, labels=_link_labels(source))


def _link_labels(source: HTML) -> dict[str, str]:
    """The words of each link within the document, by the name of its target."""
    links = source.etree_element.iter("a")
    return {
        link.get("href", "")[1:]: " ".join("".join(link.itertext()).split())
        for link in links
        if link.get("href", "").startswith("#")
    }


def _drop_metadata(document: Document, *, title: str, language: str) -> None:
    """What `<meta>` and `<link>` said is not for the file; an attachment ends the render."""
    if document.metadata.attachments:
        raise RenderProblem(FORBIDDEN_ADDRESS)
    document.metadata = DocumentMetadata(title=title, lang=language)


@contextmanager
def _collector_paused(*, long: bool) -> Iterator[None]:
    """A long layout makes millions of lasting objects, and each collection walks them all."""
    pause = long and gc.isenabled()
    if pause:
        gc.disable()
    try:
        yield
    finally:
        if pause:
            gc.enable()
            gc.collect()


def _ignore(percent: int, step: str) -> None:
    """Progress that nobody asked for."""
