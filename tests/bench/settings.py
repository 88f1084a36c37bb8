"""The portal's settings, with one address and one command more."""

from portal.settings import *  # noqa: F403 - all of them are meant
from portal.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench"]
ROOT_URLCONF = "tests.bench.urls"
