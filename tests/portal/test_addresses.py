"""One address of each service is enough."""

import pytest

from portal.addresses import celery_broker, database_settings, redis_database


@pytest.mark.parametrize(
    ("url", "offset", "expected"),
    [
        ("redis://localhost:6379", 1, "redis://localhost:6379/1"),
        ("redis://:secret@cache:6380/4", 1, "redis://:secret@cache:6380/5"),
        ("unix:///run/a/valkey.sock", 0, "unix:///run/a/valkey.sock?db=0"),
        ("unix:///run/a/valkey.sock?db=2", 1, "unix:///run/a/valkey.sock?db=3"),
    ],
)
def test_another_database_of_the_same_server(url, offset, expected):
    assert redis_database(url, offset=offset) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://localhost:6379/0", "redis://localhost:6379/0"),
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock?virtual_host=0"),
        ("unix:///run/valkey.sock?db=4", "redis+socket:///run/valkey.sock?virtual_host=4"),
    ],
)
def test_the_broker_as_kombu_names_it(url, expected):
    assert celery_broker(url) == expected


def test_a_database_behind_a_socket_in_a_path_with_a_space():
    found = database_settings("postgresql://portal@/portal?host=%2Frun%2Fa%20b&port=5432")

    assert (found["USER"], found["NAME"], found["HOST"], found["PORT"]) == (
        "portal",
        "portal",
        "/run/a b",
        "5432",
    )


def test_a_database_over_the_network():
    found = database_settings("postgresql://portal:p%40ss@db:5433/portal?sslmode=require")

    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db", "5433", "p@ss")
    assert found["OPTIONS"]["sslmode"] == "require"
