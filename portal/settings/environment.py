"""What the environment says, and what production mode does not start without."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.local.state import running_environment, why_not_running

BASE_DIR = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**running_environment(os.environ), **os.environ}

MODE = ENVIRONMENT.get("MODE", "production")
PRODUCTION = MODE != "demo"


def required(name: str, example: str) -> str:
    """Value of an environment variable; in production mode its absence is refused."""
    value = ENVIRONMENT.get(name, "")
    if not value and "MODE" not in ENVIRONMENT and (sentence := why_not_running(os.environ)):
        raise ImproperlyConfigured(sentence)
    if not value and PRODUCTION:
        raise ImproperlyConfigured(
            f"{name} is not set. Production mode needs it, for example {name}={example}. "
            "To try the portal on this computer, use `make run`."
        )
    return value


def _strong_secret() -> str:
    """The secret key; production mode refuses a short or monotonous one."""
    secret = required("SECRET_KEY", "$(openssl rand -base64 48)")
    if PRODUCTION and (len(secret) < 50 or len(set(secret)) < 16):
        raise ImproperlyConfigured(
            "SECRET_KEY is too weak: use at least 50 random characters, for example the output "
            "of `openssl rand -base64 48`."
        )
    return secret or "demo-" + "0123456789abcdefghij" * 3


SITE_URL = required("SITE_URL", "https://portal.example.org").rstrip("/") or "http://localhost:8000"
HTTPS = urlsplit(SITE_URL).scheme == "https" or PRODUCTION
TRUSTED_PROXIES = int(ENVIRONMENT.get("TRUSTED_PROXIES", "1" if PRODUCTION else "0"))
SECRET_KEY = _strong_secret()
DATABASE_URL = required("DATABASE_URL", "postgresql://portal:secret@db/portal")
REDIS_URL = required("REDIS_URL", "redis://redis:6379")
