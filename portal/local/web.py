"""The portal's own processes: web, two workers, beat; and whether the web answers."""

from __future__ import annotations

import contextlib
import errno
import http.client
import signal
import socket
import sys
import time
from collections.abc import Mapping

from portal.local.children import Child
from portal.local.leftovers import marked
from portal.local.places import CHECKOUT, Places, digest
from portal.local.terminal import CannotGoOn

ANSWERING = 90.0
THREADS = 24
"""More than read bodies at once (`portal.vocabulary.bodies`): the others go on answering."""
POLITE = ((signal.SIGTERM, 4.0), (signal.SIGQUIT, 1.0))


def manage(*words: str) -> list[str]:
    return [sys.executable, str(CHECKOUT / "manage.py"), *words]


def web_command(*, host: str, port: int) -> list[str]:
    """Many threads in each process: one waits wherever a sender is slow. Few work at once.

    Keep the same numbers in the Dockerfile. A thread may hold a connection to the database.
    """
    return [
        *(sys.executable, "-m", "granian", "portal.wsgi:application", "--interface", "wsgi"),
        *("--host", host, "--port", str(port), "--workers", "2"),
        *("--blocking-threads", str(THREADS), "--http1-header-read-timeout", "10000"),
        *("--no-ws", "--log-level", "warning", "--workers-kill-timeout", "3"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5"),
    ]


def worker_command(queue: str, data_digest: str) -> list[str]:
    return [
        *(sys.executable, "-m", "celery", "-A", "portal.celery", "worker", "-Q", queue, "-c", "1"),
        *("-n", f"{queue}@%h-{data_digest}", "--without-gossip", "--without-mingle"),
        *("--loglevel", "WARNING"),
    ]


def beat_command(places: Places) -> list[str]:
    schedule = str(places.data / "beat-schedule")
    celery = [sys.executable, "-m", "celery", "-A", "portal.celery"]
    return [*celery, "beat", "-s", schedule, "--loglevel", "WARNING"]


def named_child(
    name: str, command: list[str], *, places: Places, environ: Mapping[str, str]
) -> Child:
    return Child(
        name=name,
        command=command,
        environ={**environ, **marked(places.data), "PYTHONUNBUFFERED": "1"},
        cwd=CHECKOUT,
        log=places.log(name),
        ending=POLITE,
    )


def background_children(places: Places, environ: Mapping[str, str]) -> list[Child]:
    name = digest(places.data)
    commands = {
        "worker-render": worker_command("render", name),
        "worker-mail": worker_command("mail", name),
        "beat": beat_command(places),
    }
    return [
        named_child(name, command, places=places, environ=environ)
        for name, command in commands.items()
    ]


def check_port(host: str, text: str) -> int:
    """The port as a number, free to listen on."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CannotGoOn(f"PORT must be a number from 1 to 65535, not {text!r}.")
    port = int(text)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
            trial.listen()
    except OSError as problem:
        raise CannotGoOn(_why_not_bound(problem, host, port)) from problem
    return port


def _why_not_bound(problem: OSError, host: str, port: int) -> str:
    if problem.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        return (
            f"Port {port} is in use: stop the program that uses it, or choose another port, "
            f"for example `PORT={other} make run`."
        )
    if problem.errno == errno.EACCES:
        return f"Port {port} is reserved for root: choose one above 1023, for example PORT=8000."
    return f"Nothing can listen on {host} port {port} ({problem.strerror}): correct HOST or PORT."


def answers(host: str, port: int, path: str, *, name: str = "localhost") -> bool:
    """Whether the web server answers the path with 200 when asked as the given host."""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - is asked, not bound
    headers = {"Host": f"{name}:{port}", "X-Forwarded-Proto": "https"}
    with contextlib.suppress(OSError, http.client.HTTPException):
        line = http.client.HTTPConnection(target, port, timeout=5)
        try:
            line.request("GET", path, headers=headers)
            return line.getresponse().status == 200
        finally:
            line.close()
    return False


def wait_for(web: Child, *, host: str, port: int) -> None:
    deadline = time.monotonic() + ANSWERING
    while not answers(host, port, "/readyz"):
        if not web.is_alive():
            raise CannotGoOn(f"{web.last_words()}\nThe web server does not start; see {web.log}.")
        if time.monotonic() > deadline:
            raise CannotGoOn(
                f"{web.last_words()}\nThe portal does not become ready; see {web.log}."
            )
        time.sleep(0.03)
