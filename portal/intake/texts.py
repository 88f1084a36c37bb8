"""Bytes or pasted text from outside, made into clean text, or refused with a sentence.

Clean text is NFC, its lines end in a plain newline, and nothing in it is hidden. Two kinds of
characters do not reach it: byte order marks, soft hyphens and zero-width characters are invisible
formatting and are dropped (no word changes by it); characters that reorder or hide what a reader
sees are refused, because a signature must bind the text that was shown.
"""

import codecs
import re
import unicodedata

from portal.vocabulary.refusals import Refusal

LIMIT = 1_000_000

_COPY = "Copy its text into a plain text file and import that."
_PICTURE = f"This is a picture. {_COPY}"
# How the files begin that people choose by mistake, and what to tell them.
_SIGNATURES = (
    (re.compile(rb".{0,1000}%PDF-\d", re.DOTALL), f"This is a PDF. {_COPY}"),
    (re.compile(rb"PK\x03\x04"), f"This is a Word file or another packed document. {_COPY}"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), f"This is an old Word or Office file. {_COPY}"),
    (re.compile(rb"\{\\rtf"), f"This is a rich text file (RTF). {_COPY}"),
    (re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8\d|II\*\x00|MM\x00\*|BM.{8}\x00\x00"), _PICTURE),
    (re.compile(rb"RIFF.{4}WEBP|.{4}ftyp(?:heic|heix|mif1|avif)", re.DOTALL), _PICTURE),
    (
        re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|\?xml)", re.IGNORECASE),
        f"This is the source of a web page. {_COPY}",
    ),
)
_NOT_TEXT = "This is not a plain text file. Save the text as plain text (UTF-8) and import that."
_UNREADABLE = (
    "The letters of this file cannot be read. Save it as plain text in UTF-8 and import that."
)
_EMPTY = "There is no text in it. Choose a file that holds text, or paste the text."

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONCEALED = re.compile("[\U000e0000-\U000e007f]")
_LOST = re.compile("[\ufffd\ud800-\udfff]")
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2060\ufeff]")
_NEWLINES = re.compile("\r\n|[\r\v\f\u0085\u2028]")
# UTF-8 read as Windows-1252, or an old Macintosh file read as Windows-1252.
_MISREAD = re.compile(
    "\u00c3[\u0080-\u00bf]|\u00e2\u20ac|[a-z][\u00c0-\u00de]|[\u00c0-\u00de][A-Z][a-z]"
)


def read_text(data: bytes, *, limit: int = LIMIT) -> str:
    """Text of a file: UTF-8, UTF-16 with a byte order mark, or Windows-1252 where plausible.

    Raises Refusal for what is empty, too long, not text, or not readable.
    """
    if len(data) > limit:
        raise Refusal(_too_long(limit))
    for signature, sentence in _SIGNATURES:
        if signature.match(data):
            raise Refusal(sentence)
    return check_text(_decoded(data), limit=limit)


def check_text(text: str, *, limit: int = LIMIT) -> str:
    """The same promise for text that somebody pasted. Raises Refusal."""
    if len(text) > limit:
        raise Refusal(_too_long(limit))
    if "\x00" in text:
        raise Refusal(_NOT_TEXT)
    lined = _NEWLINES.sub("\n", text).replace("\u2029", "\n\n")
    _refuse_unseen(lined)
    clean = unicodedata.normalize("NFC", INVISIBLE.sub("", lined))
    if not clean.strip():
        raise Refusal(_EMPTY)
    return clean


def _too_long(limit: int) -> str:
    return (
        f"This is longer than {limit:,} characters. "
        "Import the statement's own text only, without what is attached to it."
    )


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16")
    if b"\x00" in data:
        raise Refusal(_NOT_TEXT)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _windows(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal(_UNREADABLE) from error


def _windows(data: bytes) -> str:
    """Windows-1252 takes nearly any byte, so it is believed only of text that looks like it."""
    text = _strictly(data, "cp1252")
    if _CONTROLS.search(text):
        raise Refusal(_NOT_TEXT)
    foreign = sum(character > "\x7f" for character in text)
    if foreign * 4 > len(text) or _MISREAD.search(text):
        raise Refusal(_UNREADABLE)
    return text


def _refuse_unseen(text: str) -> None:
    for pattern, what in (
        (_REORDERING, "a hidden character that reorders what a reader sees"),
        (_CONCEALED, "hidden characters"),
        (_LOST, "a character that was lost when the text was converted"),
        (_CONTROLS, "a control character"),
    ):
        found = pattern.search(text)
        if found:
            line = text.count("\n", 0, found.start()) + 1
            raise Refusal(f"Line {line} holds {what}. Type that line again and try once more.")
