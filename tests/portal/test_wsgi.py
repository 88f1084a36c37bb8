"""What a request says of its letters is answered, also where Django has no answer."""

from io import BytesIO
from typing import Any

import pytest
from django.test import RequestFactory

from portal.wsgi import application

pytestmark = pytest.mark.django_db  # a request lets go of its connection


def asked(content_type: str) -> str:
    environ: dict[str, Any] = RequestFactory()._base_environ(
        PATH_INFO="/healthz", CONTENT_TYPE=content_type, **{"wsgi.input": BytesIO()}
    )
    told: list[str] = []
    b"".join(application(environ, lambda status, headers: told.append(status)))
    return told[0]


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("text/plain; charset=hex", "400 Bad Request"),
        ("text/plain; charset=unicode_escape", "400 Bad Request"),
        (f"text/plain; a={'b' * 20_000}", "200 OK"),
        ("text/plain; charset=UTF-8", "200 OK"),
        ("", "200 OK"),
    ],
)
def test_e16_no_codec_is_tried_because_a_request_names_it(content_type, status):
    assert asked(content_type) == status
