"""A file taken apart."""

import io
from collections.abc import Iterator

from pikepdf import Array, Dictionary, Object, Pdf, Stream, String

from tests.portal.pdf_reading import bookmarks, extracted_text


def everything_in(pdf: bytes) -> str:
    """All text, every string and every stream of the file, decoded."""
    with Pdf.open(io.BytesIO(pdf)) as opened:
        found = list(opened.objects)
        streams = [value.read_bytes() for value in found if isinstance(value, Stream)]
        strings = [string for value in found for string in _strings(value)]
    raw = b"\n".join([pdf, *streams]).decode("latin-1")
    parts = [extracted_text(pdf), str(bookmarks(pdf)), *strings, raw]
    return "\n".join(parts)


def _strings(value: Object) -> Iterator[str]:
    """Of one object; what it refers to stands in the file by itself."""
    if isinstance(value, String):
        yield str(value)
    elif isinstance(value, Array):
        yield from _of_parts(list(value))
    elif isinstance(value, Dictionary | Stream):
        yield from _of_parts(list(value.values()))


def _of_parts(parts: list[Object]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Object) and not part.is_indirect:
            yield from _strings(part)
