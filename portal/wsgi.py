"""The WSGI door for granian and every other server."""

import gc
import os
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.urls import get_resolver
from django.utils.http import parse_header_parameters

COLLECT_AFTER = 50_000


class Utf8Request(WSGIRequest):
    """A request whose text is UTF-8, whatever it says: Django would try any codec by its name, and
    fail before there is anything to answer with. `portal.middleware.characters` refuses others."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            told = parse_header_parameters(meta.get("CONTENT_TYPE", ""))
        except ValueError:  # too long
            told = "", {}
        self.content_type, self.content_params = told


class Door(WSGIHandler):
    request_class = Utf8Request


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

django.setup(set_prefix=False)
application = Door()

# A page makes thousands of short-lived objects. What was loaded up to here stays until the end, so
# the garbage collector need not look through it again and again while a page is made.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
gc.set_threshold(COLLECT_AFTER, 20, 20)
