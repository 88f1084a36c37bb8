"""Looks through every object of the PDF on standard input and prints what must not be in it.

Prints one word (or nothing) and ends with 0; anything else means that it could not be read. It
runs as a program of its own and imports nothing of the portal.
"""

import resource
import sys
from collections.abc import Iterator
from io import BytesIO

import pikepdf

MEMORY = 1_500_000_000
CPU_SECONDS = 20
MOST_OBJECTS = 500_000
DEEPEST = 60

_KEYS = {
    "/JS": "script",
    "/JavaScript": "script",
    "/EmbeddedFiles": "file",
    "/EF": "file",
    "/AF": "file",
    "/XFA": "media",
    "/RichMediaContent": "media",
}
_NAMES = {
    "/JavaScript": "script",
    "/Launch": "launch",
    "/GoToE": "launch",
    "/GoToR": "launch",
    "/ImportData": "launch",
    "/SubmitForm": "launch",
    "/EmbeddedFile": "file",
    "/FileAttachment": "file",
    "/Filespec": "file",
    "/RichMedia": "media",
    "/Rendition": "media",
    "/Movie": "media",
    "/Sound": "media",
    "/Screen": "media",
    "/3D": "media",
}
_TELLING = ("/S", "/Type", "/Subtype")


def found_in(pdf: pikepdf.Pdf) -> str:
    """The first thing that must not be in it, or nothing."""
    if len(pdf.objects) > MOST_OBJECTS:
        raise ValueError
    for value in [pdf.trailer, *pdf.objects]:
        for word in _words(value, 0):
            return word
    if pdf.get_warnings():  # what cannot be read here may still be read, and run, elsewhere
        raise ValueError
    return ""


def _words(value: object, depth: int) -> Iterator[str]:
    """Goes into direct values only: indirect ones are objects of their own in the list."""
    if depth > DEEPEST:
        raise ValueError
    if isinstance(value, pikepdf.Stream):
        value = value.stream_dict
    if isinstance(value, pikepdf.Dictionary):
        for key, inner in value.items():
            if key in _KEYS:
                yield _KEYS[key]
            if key in _TELLING and isinstance(inner, pikepdf.Name) and str(inner) in _NAMES:
                yield _NAMES[str(inner)]
            yield from _inside(inner, depth)
    elif isinstance(value, pikepdf.Array):
        for inner in value:
            yield from _inside(inner, depth)


def _inside(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, pikepdf.Object) and not value.is_indirect:
        yield from _words(value, depth + 1)


def main() -> str:
    """Reads standard input under limits of memory and time."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    try:
        with pikepdf.open(BytesIO(sys.stdin.buffer.read())) as pdf:
            return "locked" if pdf.is_encrypted else found_in(pdf)
    except pikepdf.PasswordError:
        return "locked"


if __name__ == "__main__":
    sys.stdout.write(main())
