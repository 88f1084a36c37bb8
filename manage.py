#!/usr/bin/env python
"""Runs a command of the portal, against the services that `make run` started in this checkout."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db.utils import OperationalError

from portal.local.state import why_not_running


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(str(problem))
    except OperationalError as problem:
        if "--traceback" in sys.argv:
            raise
        sys.exit(why_not_running(os.environ) or f"The database does not answer: {problem}")


if __name__ == "__main__":
    main()
