"""What production mode does not start with."""

import base64
import os
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
GOOD = {
    "MODE": "production",
    "SITE_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": "portal.example.org",
    "SECRET_KEY": "k3yJ8xQ2vN5mR7tW1zL4pD6sF9gH0bC-aEuIoYqXwVnMjKrTbG3fS5d",
    "SECOND_FACTOR_KEYS": base64.urlsafe_b64encode(bytes(range(32))).decode(),
    "DUTY_PHONE": "202-555-0100",
    "DATABASE_URL": "postgresql://portal@localhost/portal",
    "REDIS_URL": "redis://localhost:1",
}
READ = "from portal import settings; print(settings.PASSWORD_FOR_PASSKEY)"


def read_settings(**more: str) -> subprocess.CompletedProcess[str]:
    """Another process reads the settings with this environment."""
    environ = {"PATH": os.environ["PATH"], **GOOD, **more}
    return subprocess.run(
        [sys.executable, "-c", READ],
        cwd=CHECKOUT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a2_production_mode_asks_for_factors():
    assert read_settings().stdout == "False\n"


def test_a2_production_mode_refuses_a_password_in_place_of_a_passkey():
    told = read_settings(PASSWORD_FOR_PASSKEY="1")

    assert told.returncode == 1
    assert "PASSWORD_FOR_PASSKEY is for the demo" in told.stderr


def test_a6_production_mode_refuses_to_start_without_keys_of_its_own():
    told = read_settings(SECOND_FACTOR_KEYS="")

    assert told.returncode == 1
    assert "SECOND_FACTOR_KEYS is not set" in told.stderr


def test_a2_the_demo_may_ask_for_them_too():
    shown = [read_settings(MODE="demo", PASSWORD_FOR_PASSKEY=each).stdout for each in ("0", "1")]

    assert shown == ["False\n", "True\n"]
