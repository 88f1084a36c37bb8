"""Turns DATABASE_URL and REDIS_URL into what Django, Celery and redis-py each want."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

# A stuck statement or lock ends by itself; nobody waits behind it for long.
SESSION_LIMITS = (
    "-c statement_timeout=10000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000"
)


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings for a `postgresql://` address; a socket directory goes in `?host=`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    options = f"{query.pop('options', '')} {SESSION_LIMITS}".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {**query, "connect_timeout": 3, "options": options},
    }


def redis_database(url: str, *, offset: int) -> str:
    """The same server's database that lies `offset` after the one the address names."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    if parts.scheme == "unix":
        query["db"] = str(int(query.get("db", "0")) + offset)
        return f"unix://{parts.path}?{urlencode(query)}"
    number = int(parts.path.strip("/") or "0") + offset
    return urlunsplit((parts.scheme, parts.netloc, f"/{number}", parts.query, ""))


def celery_broker(url: str) -> str:
    """The broker address; kombu calls a unix socket `redis+socket`, its database a virtual host."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    number = dict(parse_qsl(parts.query)).get("db", "0")
    return f"redis+socket://{parts.path}?virtual_host={number}"
