"""One event is one line of the log, whatever somebody typed."""

import logging

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from portal.intake.log_lines import OneLine, escaped

FORGED = 'x\n{"event":"login"}\r\n2026-11-22 root INFO signed in'


def line(message: str, *args: object, failed: bool = False) -> str:
    """What the handler that the settings describe writes of an event."""
    given = dict(settings.LOGGING["formatters"]["line"])
    formatter = import_string(given.pop("()"))(fmt=given.pop("format"), **given)
    info = None
    if failed:
        try:
            raise ValueError(FORGED)
        except ValueError as problem:
            info = (ValueError, problem, problem.__traceback__)
    record = logging.LogRecord("portal", logging.INFO, "", 0, message, args, info)
    return formatter.format(record)


@pytest.mark.parametrize("failed", [False, True])
def test_h4_a_title_with_line_ends_stays_in_its_line(failed):
    written = line("renamed to %s", FORGED, failed=failed)
    assert written.splitlines() == [written]
    assert 'x\\n{"event":"login"}\\r\\n2026-11-22 root INFO signed in' in written


def test_h4_every_handler_of_the_settings_writes_so():
    found = settings.LOGGING["formatters"]
    used = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    assert [import_string(found[name]["()"]) for name in used] == [OneLine]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("\x1b[2J\x07", "\\x1b[2J\\x07"),
        ("a\u2028b\u0085c\x0bd", "a\\u2028b\\x85c\\x0bd"),
        ("\u202etxt.exe", "\\u202etxt.exe"),
        ("José “Núñez” — 5 °C", "José “Núñez” — 5 °C"),
    ],
)
def test_h4_control_characters_are_written_out_and_letters_are_not(typed, written):
    assert escaped(typed) == written
