"""A file that somebody adds: what it is by its content, what it says, what is kept of it."""

from dataclasses import dataclass

from portal.intake.names import safe_name
from portal.intake.office import read_office
from portal.intake.pdfs import check_pdf
from portal.intake.pictures import without_metadata
from portal.intake.texts import read_text
from portal.vocabulary.attachments import (
    JPEG,
    LARGEST,
    LARGEST_IN_WORDS,
    PDF,
    PNG,
    TABLE,
    TEXT,
    FileKind,
)
from portal.vocabulary.refusals import Refusal

_SAVE = "Save it as PDF, Word (docx), Excel (xlsx), PNG, JPEG, text or CSV and add that."
_EMPTY = "This file is empty. Choose the file again."
_TOO_LARGE = f"This file is larger than {LARGEST_IN_WORDS}. Make it smaller or split it."
_OLD_OFFICE = (
    "This is an old Office file or one that is locked with a password. "
    "Save it as docx, xlsx or PDF without a password and add that."
)
_UNKNOWN = f"Files of this kind are not taken. {_SAVE}"


@dataclass(frozen=True)
class IncomingFile:
    """What is kept of a file: its bytes, made harmless, and its name, made safe.

    `text` is what can be read of it for screening; of PDFs and pictures nothing can.
    """

    name: str
    kind: FileKind
    data: bytes
    text: str


def read_file(data: bytes, *, name: str) -> IncomingFile:
    """Tells the kind by the content and takes the file or raises a Refusal that names the reason.

    Pictures are written anew without what cameras add; everything else is kept byte for byte.
    """
    if not data:
        raise Refusal(_EMPTY)
    if len(data) > LARGEST:
        raise Refusal(_TOO_LARGE)
    kind, kept, text = _read(data, name)
    return IncomingFile(name=safe_name(name, ending=kind.ending), kind=kind, data=kept, text=text)


def _read(data: bytes, name: str) -> tuple[FileKind, bytes, str]:
    if data.startswith(b"%PDF-"):
        check_pdf(data)
        return PDF, data, ""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG, without_metadata(data, form="PNG"), ""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG, without_metadata(data, form="JPEG"), ""
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise Refusal(_OLD_OFFICE)
    if data.startswith(b"PK\x03\x04"):
        kind, text = read_office(data)
        return kind, data, text
    kind = TABLE if name.lower().endswith(".csv") else TEXT
    return kind, data, _text(data)


def _text(data: bytes) -> str:
    """What is neither of the kinds above must be plain text, and no page or drawing as source."""
    if data.lstrip().startswith((b"<", b"\xef\xbb\xbf<", b"{\\rtf")):
        raise Refusal(_UNKNOWN)
    try:
        return read_text(data, limit=LARGEST)
    except Refusal as refusal:
        raise Refusal(_UNKNOWN) from refusal
