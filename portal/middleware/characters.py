"""Characters that no database stores, met before anything looks at them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from portal.middleware.asking import Handler, not_readable
from portal.vocabulary.bodies import NOT_STORABLE, NOT_UTF8


class StorableText:
    """Text of a request is UTF-8 without NUL, wherever it stands.

    In an address there is no such page (404); a form says what to do (400); a cookie is as good as
    none, since ours never hold one.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = (request.content_params or {}).get("charset", "utf-8").lower().replace("_", "-")
        if said not in {"utf-8", "utf8"}:
            # Its own setter would read the address in it.
            request._encoding = None  # type: ignore[attr-defined]  # noqa: SLF001 - see above
            return not_readable(request, NOT_UTF8)
        if not are_storable([request.path_info, *_texts(request.GET)]):
            raise Http404
        for name, value in [*request.COOKIES.items()]:
            if not are_storable([name, value]):
                del request.COOKIES[name]
        if not are_storable(request.headers.values()):
            return not_readable(request, NOT_STORABLE)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """A form is read first here."""
        files: Iterable[UploadedFile[bytes]] = (
            file for _, sent in request.FILES.lists() for file in sent
        )
        names = [*request.FILES, *(file.name or "" for file in files)]
        if not are_storable([*_texts(request.POST), *names]):
            return not_readable(request, NOT_STORABLE)
        return None


def are_storable(texts: Iterable[str]) -> bool:
    """PostgreSQL takes no NUL, and half of a surrogate pair is not UTF-8."""
    try:
        return b"\x00" not in "".join(texts).encode()
    except UnicodeEncodeError:
        return False


def _texts(sent: QueryDict) -> Iterator[str]:
    for name, values in sent.lists():
        yield name
        yield from map(str, values)
