"""How a command finds the portal that runs in its checkout."""

import json

import pytest

from portal.local import state
from portal.local.state import announce, locked, running_environment, secret_key, why_not_running
from portal.local.terminal import CannotGoOn


@pytest.fixture(autouse=True)
def checkout(tmp_path, monkeypatch):
    """A checkout of its own, whose usual data directory is `.local` in it."""
    monkeypatch.setattr(state, "DEFAULT_DATA", tmp_path / ".local")
    monkeypatch.setattr(state, "ELSEWHERE", tmp_path / ".local" / "elsewhere")
    (tmp_path / ".local").mkdir()
    return tmp_path


def environment(data, port="8000"):
    return {
        "MODE": "demo",
        "DATABASE_URL": f"postgresql://portal@/portal?host={data.name}",
        "REDIS_URL": f"unix:///{data.name}/valkey.sock",
        "SECRET_KEY": "secret",
        "PORT": port,
        "DATA_DIR": str(data),
        "SITE_URL": f"http://localhost:{port}",
    }


def a_portal(data, port="8000"):
    """A portal that has announced itself; it runs while its lock is held."""
    data.mkdir(exist_ok=True)
    announce(data, {**environment(data, port), "HOME": "/not/shared"})
    return locked(data)


def test_nothing_runs():
    assert running_environment({}) == {}
    assert why_not_running({}) == (
        "Nothing is running here: start the portal with `make run`, or set DATABASE_URL and "
        "REDIS_URL."
    )


def test_the_usual_one(checkout):
    with a_portal(checkout / ".local"), a_portal(checkout / "other", "8001"):
        assert running_environment({}) == environment(checkout / ".local")
        assert why_not_running({}) == ""
        assert (checkout / ".local" / "portal.json").stat().st_mode & 0o777 == 0o600


def test_the_only_one_elsewhere(checkout):
    with a_portal(checkout / "other", "8001"):
        assert running_environment({}) == environment(checkout / "other", "8001")


def test_two_elsewhere_need_a_choice(checkout):
    one, two = checkout / "one", checkout / "two"
    with a_portal(one, "8001"), a_portal(two, "8002"):
        assert running_environment({}) == {}
        sentences = {
            f"2 portals are running: set DATA_DIR to {first} or {second}."
            for first, second in ((one, two), (two, one))
        }
        assert why_not_running({}) in sentences
        chosen = {"DATA_DIR": str(two)}
        assert running_environment(chosen) == environment(two, "8002")
        assert why_not_running(chosen) == ""


def test_the_chosen_one_does_not_run(checkout):
    with a_portal(checkout / ".local"):
        chosen = {"DATA_DIR": str(checkout / "other")}
        assert running_environment(chosen) == {}
        assert why_not_running(chosen) == state.NOTHING_RUNS


def test_one_that_was_killed_counts_as_not_running(checkout):
    with a_portal(checkout / ".local"):
        pass
    assert json.loads((checkout / ".local" / "portal.json").read_text())["PORT"] == "8000"
    assert running_environment({}) == {}


def test_services_that_are_named_need_no_portal():
    named = {"DATABASE_URL": "postgresql://db/portal", "REDIS_URL": "redis://redis"}
    assert (running_environment(named), why_not_running(named)) == ({}, "")


def test_a_second_start_is_refused_in_a_sentence(checkout):
    data = checkout / ".local"
    with a_portal(data), pytest.raises(CannotGoOn) as refusal, locked(data):
        pass
    assert str(refusal.value) == (
        f"A portal with the data directory {data} runs already at http://localhost:8000: use that "
        "one, or set DATA_DIR and PORT to others."
    )


def test_the_secret_is_long_private_and_stays(checkout):
    secret = secret_key(checkout)
    assert (len(secret) >= 50, secret_key(checkout)) == (True, secret)
    assert (checkout / "secret").stat().st_mode & 0o777 == 0o600
    assert secret_key(checkout / ".local") != secret
