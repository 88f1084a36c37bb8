"""A child process and the supervisor that keeps it alive."""

import os
import signal
import sys
from pathlib import Path

import pytest

from portal.local.children import LARGEST_LOG, Child, end_together
from portal.local.supervisor import Supervisor, pause_before

SLEEP = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True)"


@pytest.fixture
def make_child(tmp_path: Path):
    made: list[Child] = []

    def make(code: str = SLEEP, name: str = "web") -> Child:
        child = Child(
            name=name,
            command=[sys.executable, "-I", "-S", "-c", code],
            environ={},
            cwd=tmp_path,
            log=tmp_path / f"{name}.log",
            ending=((signal.SIGTERM, 0.3), (signal.SIGTERM, 0.1)),
        )
        made.append(child)
        return child

    yield make
    end_together(made)


def test_pauses_grow_to_half_a_minute():
    assert [pause_before(attempt) for attempt in range(1, 10)] == [
        *(0.5, 1, 2, 4, 8, 16, 30, 30, 30)
    ]


def test_a_dead_child_is_started_again_later_each_time(make_child, capsys):
    child = make_child()
    child.start()
    now = child.started
    supervisor = Supervisor([child], clock=lambda: now)
    told = []
    for _ in range(3):
        os.kill(child.process.pid, signal.SIGKILL)
        child.process.wait()
        supervisor.look()
        told.append(capsys.readouterr().out)
        now += 0.4
        supervisor.look()
        assert not child.is_alive()
        now += 4
        supervisor.look()
        assert child.is_alive()
    assert told == [
        f"web ended by SIGKILL; it starts again in {pause} s (log: {child.log}).\n"
        for pause in ("0.5", "1", "2")
    ]


def test_after_a_minute_alive_the_pauses_begin_anew(make_child, capsys):
    child = make_child("raise SystemExit(3)")
    child.start()
    child.process.wait()
    now = child.started
    supervisor = Supervisor([child], clock=lambda: now)
    supervisor.look()
    supervisor.watched[0].due = None
    now += 61
    supervisor.look()
    assert (
        capsys.readouterr().out.splitlines()
        == [f"web ended with code 3; it starts again in 0.5 s (log: {child.log})."] * 2
    )


def test_what_a_dead_child_left_in_its_session_goes_with_it(make_child, wait_until):
    code = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {SLEEP!r}]); "
    child = make_child(code + "print(p.pid, flush=True); p.wait()")
    child.start()
    wait_until(lambda: child.last_words() != "")
    orphan = Path("/proc") / child.last_words() / "cmdline"
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()
    assert orphan.read_bytes() != b""
    Supervisor([child]).look()
    wait_until(lambda: not orphan.exists() or orphan.read_bytes() == b"")


def test_a_child_that_does_not_listen_is_killed(make_child, wait_until):
    children = [make_child(f"{STUBBORN}; {SLEEP}", name) for name in ("one", "two")]
    for child in children:
        child.start()
    wait_until(lambda: [child.last_words() for child in children] == ["deaf", "deaf"])
    end_together(children)
    assert [child.outcome() for child in children] == ["ended by SIGKILL"] * 2


def test_last_words_are_those_of_this_start(make_child):
    child = make_child("print('one'); print('two'); print('three')")
    for _ in range(2):
        child.start()
        child.process.wait()
    assert (child.last_words(), child.last_words(lines=1)) == ("one\ntwo\nthree", "three")


def test_a_log_grown_too_large_is_set_aside(make_child):
    child = make_child("print('new')")
    child.log.write_bytes(b"x" * (LARGEST_LOG + 1))
    child.start()
    child.process.wait()
    assert child.log.read_text() == "new\n"
    assert child.log.with_name("web.old.log").stat().st_size == LARGEST_LOG + 1
