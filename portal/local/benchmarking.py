"""`make bench`: what pages and documents cost, on a database of its own that is gone afterwards."""

from __future__ import annotations

from collections.abc import Mapping

from portal.local import fonts
from portal.local.commands import start
from portal.local.places import CHECKOUT
from portal.local.running import ending_by_signal
from portal.local.terminal import say
from portal.local.testing import passing_environment
from portal.local.web import manage


def bench(environ: Mapping[str, str]) -> int:
    fonts.build()
    say("Starting a database and a message server for the measurement ...")
    with ending_by_signal(), passing_environment(environ) as surroundings:
        settings = {**surroundings, "DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
        measuring = start(manage("bench"), environ=settings, cwd=CHECKOUT)
        try:
            return measuring.wait()
        except KeyboardInterrupt:
            measuring.wait(10)
            return 130
