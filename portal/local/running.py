"""`make run`: services, preparation, web, workers, beat; until Ctrl-C."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator, Mapping
from types import FrameType

from portal.local import fonts
from portal.local.children import end_together
from portal.local.demo import PASSWORD, SIGN_INS
from portal.local.leftovers import end_leftovers
from portal.local.places import Places, data_dir, places_of
from portal.local.services import Services, running_services
from portal.local.state import announce, locked, secret_key, withdraw
from portal.local.supervisor import Supervisor
from portal.local.terminal import CannotGoOn, say
from portal.local.web import (
    background_children,
    check_port,
    manage,
    named_child,
    wait_for,
    web_command,
)


def run(environ: Mapping[str, str]) -> int:
    data = data_dir(environ)
    places = places_of(data)
    host = environ.get("HOST") or "127.0.0.1"
    with locked(data), ending_by_signal():
        try:
            port = check_port(host, environ.get("PORT") or "8000")
            withdraw(data)
            end_leftovers(data)
            fonts.build()
            _serve(places, environ, host=host, port=port)
        except KeyboardInterrupt:
            say("Stopped.")
        finally:
            withdraw(data)
    return 0


def _serve(places: Places, environ: Mapping[str, str], *, host: str, port: int) -> None:
    say("Starting the database and the message server ...")
    with running_services(places, environ) as services:
        settings = environment_of(places, environ, services, port=port)
        announce(places.data, settings)
        _prepare(places, settings)
        command = web_command(host=host, port=port)
        web = named_child("web", command, places=places, environ=settings)
        background = background_children(places, settings)
        try:
            web.start()
            wait_for(web, host=host, port=port)
            for child in background:
                child.start()
            _greet(settings)
            Supervisor([*services.children, web, *background]).watch()
        finally:
            say("Stopping ...")
            end_together([web, *background])


def environment_of(
    places: Places, environ: Mapping[str, str], services: Services, *, port: int
) -> dict[str, str]:
    """The environment of every process of the portal. What the person has set is left alone."""
    ours = {
        "MODE": "demo",
        "SECRET_KEY": environ.get("SECRET_KEY") or secret_key(places.data),
        "SITE_URL": f"http://localhost:{port}",
        "STATIC_ROOT": str(places.data / "static"),  # of its own: another copy may collect now
    }
    fixed = {**services.addresses, "DATA_DIR": str(places.data), "PORT": str(port)}
    return {**ours, **environ, **fixed}


def _prepare(places: Places, environ: Mapping[str, str]) -> None:
    """Migrate, collect, load the demo once."""
    say("Preparing the data ...")
    prepare = named_child("prepare", manage("prepare"), places=places, environ=environ)
    prepare.start()
    told = time.monotonic()
    try:
        while prepare.is_alive():
            time.sleep(0.02)
            if time.monotonic() - told > 5:
                told = time.monotonic()
                say(f"  still preparing ({told - prepare.started:.0f} s)")
    finally:
        prepare.end()
    if prepare.process is None or prepare.process.returncode != 0:
        raise CannotGoOn(
            f"{prepare.last_words()}\nThe data could not be prepared; see {prepare.log}."
        )


def _greet(environ: Mapping[str, str]) -> None:
    say(f"\nThe portal runs at {environ['SITE_URL']}")
    if environ["MODE"] == "demo":
        say(f"\nDemo sign-ins, password {PASSWORD}:")
        for address, who in SIGN_INS.items():
            say(f"  {address:26} {who}")
    say("\nCtrl-C stops it; its data stay for the next start.")


@contextlib.contextmanager
def ending_by_signal() -> Iterator[None]:
    """Let SIGTERM and a closed terminal do what Ctrl-C does, once.

    What has begun to stop, stops: a second Ctrl-C would leave processes behind.
    """
    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # set by nohup
        numbers.append(signal.SIGHUP)

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
