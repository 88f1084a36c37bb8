"""Pages, asked of the server that `make run` starts, by one browser that keeps its connection."""

import http.client
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.local.places import places_of
from portal.local.web import named_child, wait_for, web_command
from tests.bench.data import Loaded
from tests.bench.rounds import Timed, in_turn

HOST = "127.0.0.1"
BARE = "Bare view"


@dataclass(frozen=True)
class Page:
    """How large a page is and how many questions it puts to the database."""

    kilobytes: float
    queries: int


def timed_pages(loaded: Loaded, *, rounds: int, seconds: float) -> Timed:
    paths = {BARE: "/bare/", **loaded.pages}
    with _server() as port:
        line = http.client.HTTPConnection(HOST, port, timeout=30)
        headers = {"Host": f"localhost:{port}", "Cookie": loaded.cookie}
        asked = {name: partial(_get, line, path, headers) for name, path in paths.items()}
        return in_turn(asked, rounds=rounds, seconds=seconds)


def looked_at(loaded: Loaded) -> dict[str, Page]:
    """The same pages, asked in this process."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(loaded.viewer, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = {}
    for name, path in {BARE: "/bare/", **loaded.pages}.items():
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        found[name] = Page(len(answer.content) / 1024, len(captured))
    return found


def _get(line: http.client.HTTPConnection, path: str, headers: Mapping[str, str]) -> bytes:
    line.request("GET", path, headers=dict(headers))
    answer = line.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answers {answer.status}")
    return body


@contextmanager
def _server() -> Iterator[int]:
    """The web server as `make run` starts it."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = int(probe.getsockname()[1])
    places = places_of(Path(os.environ["DATA_DIR"]))
    command = web_command(host=HOST, port=port)
    web = named_child("web", command, places=places, environ=os.environ)
    try:
        web.start()
        wait_for(web, host=HOST, port=port)
        yield port
    finally:
        web.end()
