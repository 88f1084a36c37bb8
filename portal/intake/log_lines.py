"""One event, one line: nothing that was typed begins a line of its own in the log."""

import logging
import re

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Line ends of every kind, terminal codes, and what turns the direction of letters."""


def escaped(text: str) -> str:
    """Control characters written out, as Python writes them."""
    return CONTROL.sub(_written_out, text)


def _written_out(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


class OneLine(logging.Formatter):
    """Also of an exception: its lines are joined by the letters of their line ends."""

    def format(self, record: logging.LogRecord) -> str:
        return escaped(super().format(record))
