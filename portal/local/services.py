"""PostgreSQL and the Redis-protocol server, unless the environment names others."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Mapping

from portal.local.accounts import Account, choose_account, hand_over
from portal.local.children import Child
from portal.local.places import Places, make_socket_directory
from portal.local.postgres import Postgres, program
from portal.local.valkey import Valkey


class Services:
    """The embedded services of one data directory, and the addresses under which all are found."""

    def __init__(self, places: Places, environ: Mapping[str, str], *, durable: bool = True) -> None:
        self.places = places
        self.durable = durable
        self.children: list[Child] = []
        self.addresses = {
            name: environ[name] for name in ("DATABASE_URL", "REDIS_URL") if environ.get(name)
        }

    def start(self) -> None:
        """Start what the environment does not name. On failure nothing is left running."""
        missing = {"DATABASE_URL", "REDIS_URL"} - self.addresses.keys()
        if not missing:
            return
        account = choose_account(program("postgres"), self.places.data)
        make_socket_directory(self.places)
        hand_over(self.places.sockets, account)
        try:
            if "REDIS_URL" in missing:
                self._start_valkey(account)
            if "DATABASE_URL" in missing:
                self._start_postgres(account)
        except BaseException:
            self.end()
            raise

    def _start_valkey(self, account: Account) -> None:
        valkey = Valkey(self.places, account)
        valkey.create()
        child = valkey.child()
        self.children.append(child)
        valkey.start(child)
        self.addresses["REDIS_URL"] = valkey.url

    def _start_postgres(self, account: Account) -> None:
        postgres = Postgres(self.places, account, durable=self.durable)
        postgres.create()
        child = postgres.child()
        self.children.append(child)
        postgres.start(child)
        postgres.create_database()
        self.addresses["DATABASE_URL"] = postgres.url

    def end(self) -> None:
        """End valkey, then PostgreSQL, and remove the directory of their sockets."""
        for child in self.children:
            child.end()
        shutil.rmtree(self.places.sockets, ignore_errors=True)


@contextlib.contextmanager
def running_services(
    places: Places, environ: Mapping[str, str], *, durable: bool = True
) -> Iterator[Services]:
    services = Services(places, environ, durable=durable)
    services.start()
    try:
        yield services
    finally:
        services.end()
