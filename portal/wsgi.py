"""The WSGI door for granian and every other server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

COLLECT_AFTER = 50_000

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

# A page makes thousands of short-lived objects. What was loaded up to here stays until the end, so
# the garbage collector need not look through it again and again while a page is made.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
gc.set_threshold(COLLECT_AFTER, 20, 20)
