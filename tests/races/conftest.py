"""A database of its own for each race: cloned, used by several connections, dropped.

Append-only tables refuse TRUNCATE, so it is never flushed.
"""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

ROUNDS = 20


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/tests/races/" in str(item.path):
            item.add_marker(pytest.mark.race)


@pytest.fixture
def cloned_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Switches this process to a clone of the empty test database."""
    original = connection.settings_dict["NAME"]
    clone = f"{original}_race"
    connections.close_all()
    # A connection that an earlier test's thread left behind would keep it from being copied.
    _administer(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"  # noqa: S608 - our own name
        f" WHERE datname = '{original}' AND backend_type = 'client backend'"
    )
    _administer(f'DROP DATABASE IF EXISTS "{clone}"')
    _administer(f'CREATE DATABASE "{clone}" TEMPLATE "{original}"')
    connection.settings_dict["NAME"] = clone
    try:
        with django_db_blocker.unblock():
            yield
            connections.close_all()
    finally:
        connection.settings_dict["NAME"] = original
        _administer(f'DROP DATABASE "{clone}" WITH (FORCE)')


def _administer(command: str) -> None:
    parameters = connection.get_connection_params() | {"dbname": "portal"}
    parameters.pop("cursor_factory", None)
    parameters.pop("context", None)
    with psycopg.connect(**parameters, autocommit=True) as administrator:
        administrator.execute(command)


@pytest.fixture
def at_once() -> Callable[..., list[Any]]:
    """Runs functions at the same instant on connections of their own; their results, in order.

    What one raises stands in its place.
    """

    def run(*functions: Callable[[], Any]) -> list[Any]:
        start = threading.Barrier(len(functions))
        results: list[Any] = [None] * len(functions)

        def go(place: int, function: Callable[[], Any]) -> None:
            start.wait()
            try:
                results[place] = function()
            except Exception as problem:  # noqa: BLE001 - handed to the test
                results[place] = problem
            finally:
                connections.close_all()

        threads = [threading.Thread(target=go, args=pair) for pair in enumerate(functions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    return run
