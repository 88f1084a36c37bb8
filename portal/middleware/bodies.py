"""How much is read of what a request brings along, for whom, and by how many at once."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.urls import Resolver404, resolve

from portal.middleware.asking import Handler, not_readable, way_back
from portal.middleware.record import address_of
from portal.models import Member
from portal.vocabulary.bodies import (
    AT_ONCE,
    AT_ONCE_FROM_ONE,
    BUSY,
    BUSY_SECONDS,
    CUT_OFF,
    SIGN_IN_FIRST,
    TEXT,
    TOO_LARGE,
    UNKNOWN_LENGTH,
    files_of,
    size_in_words,
)
from portal.vocabulary.limits import TooOften

Views = Callable[..., Any]


class BoundedBodies:
    """Looks at the announced length of a body before any of it is read.

    Each address has its limit. Reading waits for the sender and holds a thread of the web server:
    a few may do so at the same time, so that whoever sends nothing keeps nobody else waiting.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.places = Places()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.is_unread = True  # type: ignore[attr-defined]  # for the error pages
        if "transfer-encoding" in request.headers:
            return _refused(request, UNKNOWN_LENGTH, 411)
        length = _length(request)
        if length > TEXT:  # the address is looked up only where it matters
            most = _most(request)
            if length > most:
                return _refused(request, TOO_LARGE.format(size=size_in_words(most)), 413)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Views, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Before anything reads the form: may it be read now? Then it is."""
        length, files = _length(request), files_of(view)
        if request.method != "POST" or not length:
            return _read(request)
        is_for_members = getattr(view, "login_required", True)
        if length > TEXT and is_for_members and not isinstance(request.user, Member):
            return _refused(request, SIGN_IN_FIRST, 413)
        if files is not None and files.first is not None:
            try:
                files.first(request)
            except TooOften as refusal:
                context = {"sentence": str(refusal), "back_url": way_back(request)}
                return render(request, "429.html", context, status=429)
        with self.places.taken(address_of(request) or "") as is_free:
            if is_free:
                return _read(request)
        response = _refused(request, BUSY, 503)
        response.headers["Retry-After"] = str(BUSY_SECONDS)
        return response


class Places:
    """Where bodies are read, in this process."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.held: Counter[str] = Counter()

    @contextmanager
    def taken(self, address: str) -> Iterator[bool]:
        """Whether there was a place for this address, which is given back afterwards."""
        with self.lock:
            is_free = self.held.total() < AT_ONCE and self.held[address] < AT_ONCE_FROM_ONE
            self.held[address] += is_free
        try:
            yield is_free
        finally:
            with self.lock:
                self.held[address] -= is_free
                self.held += Counter()  # forgets who holds none


def _read(request: HttpRequest) -> HttpResponse | None:
    """To memory or to a file for the time being; answers where it did not come whole."""
    try:
        _ = request.POST
    except UnreadablePostError:
        return not_readable(request, CUT_OFF)
    request.is_unread = False  # type: ignore[attr-defined]  # as above
    return None


def _length(request: HttpRequest) -> int:
    """What Django reads at most."""
    announced = request.headers.get("content-length") or "0"
    is_number = announced.isascii() and announced.isdecimal() and len(announced) < 16
    return int(announced) if is_number else 0


def _most(request: HttpRequest) -> int:
    try:
        files = files_of(resolve(request.path_info).func)
    except Resolver404:
        return TEXT
    return files.most if files else TEXT


def _refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """The rest is not read: the web server closes the connection."""
    context = {"sentence": sentence, "back_url": request.path}
    return render(request, "errors/too_large.html", context, status=status)
