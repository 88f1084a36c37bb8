"""`make run`, with a tiny site in place of the portal: what is started, said and stopped."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from portal.local.places import CHECKOUT
from portal.local.running import SIGN_INS

MANAGE = "import os, sys; print(sys.argv[1:], os.environ['MODE']); sys.exit({code})\n"
WSGI = """
import os

def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [os.environ["DATABASE_URL"].encode()]
"""
CELERY = """
import os
from celery import Celery

app = Celery("portal", broker=os.environ["REDIS_URL"].replace("unix:", "redis+socket:"))
app.conf.broker_connection_retry_on_startup = True
"""


@pytest.fixture
def site(tmp_path):
    """A checkout of its own under a path with a space, with the real `portal.local`."""
    checkout = tmp_path / "my checkout"
    without_caches = shutil.ignore_patterns("__pycache__")
    local = checkout / "portal" / "local"
    shutil.copytree(CHECKOUT / "portal" / "local", local, ignore=without_caches)
    (checkout / ".build").symlink_to(CHECKOUT / ".build")
    (checkout / "portal" / "__init__.py").touch()
    (checkout / "portal" / "wsgi.py").write_text(WSGI)
    (checkout / "portal" / "celery.py").write_text(CELERY)
    (checkout / "manage.py").write_text(MANAGE.format(code=0))
    return checkout


@pytest.fixture
def start(site, data, free_port):
    """Starts `run` there and reads what it says, up to the line that is asked for."""
    runs: list[subprocess.Popen[str]] = []
    services = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "MODE", "SITE_URL", "HOST"}
    hidden = {*services, "DJANGO_SETTINGS_MODULE"}  # the tiny site is no Django project
    environ = {name: text for name, text in os.environ.items() if name not in hidden}
    environ |= {"DATA_DIR": str(data), "PORT": str(free_port)}

    def start(until: str = "", **more: str) -> tuple[subprocess.Popen[str], str]:
        run = subprocess.Popen(
            [sys.executable, "-m", "portal.local", "run"],
            cwd=site,
            env={**environ, **more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        runs.append(run)
        return run, read(run, until)

    yield start
    for run in runs:
        run.kill()
        run.wait()
        run.stdout.close()


def read(run, until):
    """What it says up to and including the line that begins so; all of it when there is none."""
    said = ""
    for line in run.stdout:
        said += line
        if until and line.startswith(until):
            break
    return said


def fetch(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
        return answer.read().decode()


def test_a_life(start, data, free_port, running, wait_until):
    run, said = start("Ctrl-C")
    accounts = "".join(f"  {address:26} {who}\n" for address, who in SIGN_INS.items())
    assert said == (
        "Starting the database and the message server ...\n"
        "Preparing the data ...\n"
        f"\nThe portal runs at http://localhost:{free_port}\n"
        f"\nDemo sign-ins, password roundtable-demo:\n{accounts}"
        "\nCtrl-C stops it; its data stay for the next start.\n"
    )
    shared = json.loads((data / "portal.json").read_text())
    assert fetch(free_port) == shared["DATABASE_URL"]
    assert (data / "log" / "prepare.log").read_text() == "['prepare'] demo\n"
    # web with two processes; two workers with one each; beat
    wait_until(lambda: running(data) == ["postgres", *["python"] * 8, "valkey-server"])

    os.kill(web_process(run), signal.SIGKILL)
    log = data / "log" / "web.log"
    assert read(run, "web") == f"web ended by SIGKILL; it starts again in 0.5 s (log: {log}).\n"
    wait_until(lambda: answers_again(free_port))

    run.send_signal(signal.SIGINT)
    assert (read(run, ""), run.wait()) == ("Stopping ...\nStopped.\n", 0)
    assert running(data) == []
    assert sorted(path.name for path in data.iterdir() if not path.name.startswith("beat")) == [
        *("lock", "log", "postgres", "secret", "valkey")
    ]


def web_process(run):
    """The child of the supervisor that serves the web."""
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            words = (status.parent / "cmdline").read_bytes()
            if f"PPid:\t{run.pid}\n" in status.read_text() and b"granian" in words:
                return int(status.parent.name)
    raise AssertionError("no web process")


def answers_again(port):
    try:
        return fetch(port) != ""
    except OSError:
        return False


def test_killed_and_started_again_at_once(start, data, free_port, running):
    run, _ = start("The portal runs")
    run.kill()
    _, said = start("The portal runs")
    assert said.splitlines()[-1] == f"The portal runs at http://localhost:{free_port}"
    assert running(data).count("postgres") == running(data).count("valkey-server") == 1


def test_a_second_start_is_one_sentence(start, data, free_port):
    start("The portal runs")
    second, said = start()
    assert second.wait() == 1
    assert said == (
        f"A portal with the data directory {data} runs already at http://localhost:{free_port}: "
        "use that one, or set DATA_DIR and PORT to others.\n"
    )


def test_a_port_in_use_is_one_sentence_before_anything_starts(start, data, free_port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()
        run, said = start()
    assert run.wait() == 1
    assert said == (
        f"Port {free_port} is in use: stop the program that uses it, or choose another port, for "
        f"example `PORT={free_port + 1} make run`.\n"
    )
    assert (data / "postgres").exists() is False


def test_a_failed_preparation_is_shown(start, site, data, running):
    (site / "manage.py").write_text(MANAGE.format(code=1))
    run, said = start()
    assert said.splitlines()[2:] == [
        "['prepare'] demo",
        f"The data could not be prepared; see {data / 'log' / 'prepare.log'}.",
    ]
    assert (run.wait(), running(data)) == (1, [])


def test_a_web_server_that_does_not_start_is_shown(start, site, data, running):
    (site / "portal" / "wsgi.py").write_text("raise RuntimeError('this site is broken')\n")
    run, said = start()
    assert said.splitlines()[-1] == (
        f"The web server does not start; see {data / 'log' / 'web.log'}."
    )
    assert "RuntimeError: this site is broken" in said
    assert (run.wait(), running(data)) == (1, [])
