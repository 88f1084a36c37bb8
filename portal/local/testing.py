"""`make test`: pytest with services of its own, which are gone when it ends."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from portal.local import fonts
from portal.local.commands import ask, start
from portal.local.places import CHECKOUT, places_of
from portal.local.running import ending_by_signal
from portal.local.services import running_services
from portal.local.terminal import say
from portal.local.web import manage

EVERYTHING = ("-n", "3", "tests")
"""One runs the journeys, which wait for a browser most of the time; two run everything else."""


@contextlib.contextmanager
def passing_environment(environ: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The environment of a demo portal with fresh services, removed afterwards."""
    data = Path(tempfile.mkdtemp(prefix="portal-test-"))
    try:
        if os.geteuid() == 0:
            data.chmod(0o711)  # the services may run as another account
        with running_services(places_of(data), environ, durable=False) as services:
            ours = {"MODE": "demo", "DATA_DIR": str(data), "SECRET_KEY": secrets.token_urlsafe(64)}
            yield {**environ, **ours, **services.addresses}
    finally:
        shutil.rmtree(data, ignore_errors=True)


def test(environ: Mapping[str, str], words: Sequence[str]) -> int:
    fonts.build()
    say("Starting a database and a message server for the tests ...")
    with ending_by_signal(), passing_environment(environ) as surroundings:
        ask(manage("build_static"), environ=surroundings, cwd=CHECKOUT)
        command = [sys.executable, "-m", "pytest", *(words or EVERYTHING)]
        pytest = start(command, environ=surroundings, cwd=CHECKOUT)
        try:
            return pytest.wait()
        except KeyboardInterrupt:
            pytest.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                pytest.wait(10)
            pytest.kill()
            return 130
