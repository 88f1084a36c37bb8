"""`make check`: every linter; all of them, also after one has failed."""

from __future__ import annotations

import base64
import secrets
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.local import fonts
from portal.local.commands import ask
from portal.local.places import CHECKOUT
from portal.local.running import ending_by_signal
from portal.local.terminal import say
from portal.local.testing import passing_environment
from portal.local.web import manage

PACKAGES = ("portal", "statements", "roundtable")


def check(environ: Mapping[str, str]) -> int:
    fonts.build()
    with ending_by_signal(), passing_environment(environ) as demo:
        production = {
            **demo,
            "MODE": "production",
            "ALLOWED_HOSTS": "portal.example.org",
            "SITE_URL": "https://portal.example.org",
            "DUTY_PHONE": "202-555-0100",
            "SECOND_FACTOR_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        }
        results = [_passes(name, words, demo) for name, words in _checks().items()]
        deploy = manage("check", "--deploy", "--fail-level", "WARNING")
        results.append(_passes("settings of production", deploy, production))
    say("All checks passed." if all(results) else "Some checks failed.")
    return 0 if all(results) else 1


def _checks() -> dict[str, list[str]]:
    python = [sys.executable, "-m"]
    script = str(Path(sys.executable).parent)
    templates = _files("html", "templates", *PACKAGES)
    modules = _files("py", *PACKAGES, "tests")
    upgrade = ["django_upgrade", "--target-version", "5.2"]
    return {
        "ruff check": [*python, "ruff", "check", "."],
        "ruff format": [*python, "ruff", "format", "--check", "."],
        "import-linter": [f"{script}/lint-imports"],
        "mypy": [*python, "mypy", *PACKAGES, "manage.py"],
        "django-upgrade": [*python, *upgrade, *modules],
        "djade": [f"{script}/djade", "--target-version", "5.2", "--check", *templates],
        "migrations": manage("makemigrations", "--check", "--dry-run"),
        "docker-compose.yml": [
            *python, "check_jsonschema",
            "--builtin-schema", "vendor.compose-spec", "docker-compose.yml",
        ],
    }  # fmt: skip


def _files(ending: str, *folders: str) -> list[str]:
    return sorted(str(path) for name in folders for path in (CHECKOUT / name).rglob(f"*.{ending}"))


def _passes(name: str, command: Sequence[str], environ: Mapping[str, str]) -> bool:
    began = time.monotonic()
    done = ask(command, environ=environ, cwd=CHECKOUT)
    passed = done.returncode == 0
    say(f"{'ok    ' if passed else 'FAILED'} {name} ({time.monotonic() - began:.1f} s)")
    if not passed:
        say(done.stdout)
    return passed
