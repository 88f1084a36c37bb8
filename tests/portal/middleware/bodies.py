"""Requests whose body is announced and never comes."""

from io import BytesIO
from typing import Any

from django.test import Client

MULTIPART = "multipart/form-data; boundary=x"


class NeverSent(BytesIO):
    """Whoever reads it would wait for ever."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise AssertionError("the body was read")


def announce(client: Client, path: str, length: int, body: BytesIO | None = None) -> Any:
    """A form of this length, whose bytes never come."""
    sent = {"CONTENT_LENGTH": str(length), "CONTENT_TYPE": MULTIPART}
    return client.generic("POST", path, **sent, **{"wsgi.input": body or NeverSent()})
