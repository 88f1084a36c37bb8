"""What the first start installs, and what it says when it cannot."""

import re
import sys
import tomllib

import pytest

from portal.local.installing import follow
from portal.local.natives import install
from portal.local.places import CHECKOUT
from portal.local.terminal import CannotGoOn
from portal.local.wheels import DEVELOPMENT_LOCK, RUNTIME_LOCK

PIN = re.compile(r"^([a-z0-9][a-z0-9.-]*)(?:\[[a-z,]+\])?==(\S+)", re.MULTILINE)


@pytest.mark.parametrize("lock", [RUNTIME_LOCK, DEVELOPMENT_LOCK])
@pytest.mark.trust("D15")
def test_locks_hold_hashes_and_no_address(lock):
    text = lock.read_text()
    assert re.findall(r"://|^-|^\s*--(?!hash=sha256:[0-9a-f]{64}\b).*", text, re.MULTILINE) == []
    blocks = re.split(r"\n(?=\S)", text)
    assert [block.splitlines()[0] for block in blocks if "--hash=" not in block] == []


def test_the_tests_run_with_the_versions_that_are_deployed():
    runtime, development = (
        dict(PIN.findall(lock.read_text())) for lock in (RUNTIME_LOCK, DEVELOPMENT_LOCK)
    )
    assert runtime.items() - development.items() == set()


def test_the_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    pinned = dict(PIN.findall(DEVELOPMENT_LOCK.read_text()))
    assert [text for text in wanted if re.split(r"[\[><=]", text)[0] not in pinned] == []


def test_without_apt_a_sentence_names_the_packages(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CannotGoOn) as refusal:
        install(["libpango-1.0-0", "poppler-utils"])
    assert str(refusal.value) == (
        "These packages are missing: libpango-1.0-0 poppler-utils (their names on Debian and "
        "Ubuntu). Install them, for example with `apt-get install libpango-1.0-0 poppler-utils`, "
        "then start again."
    )


def test_an_installation_is_followed_line_by_line(capsys):
    code = "print('one'); print('two'); raise SystemExit(4)"
    assert follow([sys.executable, "-c", code], tell=lambda line: f"> {line.strip()}") == 4
    told = capsys.readouterr()
    assert (told.out, told.err) == ("> one\n> two\n", "one\ntwo\n")
