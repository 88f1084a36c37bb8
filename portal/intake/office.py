"""Word and Excel files: checked as archives before anything is unpacked, then read for words."""

import re
from html import unescape
from io import BytesIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from portal.vocabulary.attachments import EXCEL, WORD, FileKind
from portal.vocabulary.refusals import Refusal

MOST_ENTRIES = 2_000
MOST_BYTES = 100 * 1024 * 1024
HIGHEST_RATIO = 100

_AGAIN = "Save it as PDF and add that."
_BROKEN = f"This file cannot be read as a Word or Excel file. {_AGAIN}"
_BOMB = f"This file unpacks to far more than it says. {_AGAIN}"
_LOCKED = "This file is locked with a password. Save it without one and add that."
_NAMES = f"This file holds parts with unsafe names. {_AGAIN}"
_NESTED = f"This file holds another file inside. {_AGAIN}"
_MACROS = f"This file holds macros. {_AGAIN}"
_LINKED = f"This file loads a template or data from another place. {_AGAIN}"
_OTHER = "Packed files are not taken. Add the documents in it one by one."

_UNSAFE_NAME = re.compile(r"^/|^[A-Za-z]:|\\|(?:^|/)\.\.(?:/|$)|[\x00-\x1f\x7f]")
_PACKED_NAME = re.compile(
    r"\.(?:zip|docx|docm|xlsx|xlsm|pptx|pptm|jar|7z|rar|gz|bz2|xz|tar|doc|xls|ppt|exe|dll)$",
    re.IGNORECASE,
)
_PACKED = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"MZ",
    b"%PDF-",
)
_MACRO = re.compile(
    rb"vbaProject|macroEnabled|activeX|xl/macrosheets|intlMacrosheet", re.IGNORECASE
)
_LINK = re.compile(rb"attachedTemplate|externalLink|subDocument|/oleObject|/frame\"", re.IGNORECASE)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_FIELD = re.compile(rb"<(?:\w+:)?instrText[^>]*>\s*DDE(?:AUTO)?\b", re.IGNORECASE)
_NEW_LINE = re.compile(r"</(?:\w+:)?(?:p|si|is|row|comment|text)>|<(?:\w+:)?br\b[^>]*>")
_GAP = re.compile(r"</(?:\w+:)?(?:c|tc)>|<(?:\w+:)?tab\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def read_office(data: bytes) -> tuple[FileKind, str]:
    """The kind and the words of a Word or Excel file; raises Refusal with the reason."""
    if data.count(b"PK\x01\x02") > MOST_ENTRIES:
        raise Refusal(_BOMB)
    try:
        with ZipFile(BytesIO(data)) as archive:
            _check_entries(archive.infolist(), packed=len(data))
            kind = _kind(set(archive.namelist()))
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (BadZipFile, LargeZipFile, NotImplementedError, RuntimeError, OSError) as problem:
        raise Refusal(_BROKEN) from problem
    except (EOFError, ValueError, MemoryError) as problem:
        raise Refusal(_BROKEN) from problem
    _check_parts(parts)
    return kind, _words(parts)


def _check_entries(entries: list[ZipInfo], *, packed: int) -> None:
    """What the archive says of itself; the reader holds it to the sizes it names."""
    names = [entry.filename for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_BYTES or unpacked > HIGHEST_RATIO * packed:
        raise Refusal(_BOMB)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refusal(_LOCKED)
    if len({name.casefold() for name in names}) < len(names) or any(map(_is_unsafe, names)):
        raise Refusal(_NAMES)
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise Refusal(_MACROS)
    if any(map(_PACKED_NAME.search, names)):
        raise Refusal(_NESTED)


def _is_unsafe(name: str) -> bool:
    return _UNSAFE_NAME.search(name) is not None


def _kind(names: set[str]) -> FileKind:
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return WORD
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return EXCEL
    raise Refusal(_OTHER)


def _check_parts(parts: dict[str, bytes]) -> None:
    """What the parts say: macros under another name, links to elsewhere, files in files."""
    for name, part in parts.items():
        if part.startswith(_PACKED):
            raise Refusal(_NESTED)
        plain = part.replace(b"\x00", b"")  # a part may be in UTF-16
        if name == "[Content_Types].xml" and _MACRO.search(plain):
            raise Refusal(_MACROS)
        if name.casefold().startswith("xl/externallinks/") or _FIELD.search(plain):
            raise Refusal(_LINKED)
        if name.endswith(".rels"):
            _check_relations(plain)


def _check_relations(relations: bytes) -> None:
    """Only a link that a person follows may lead outside."""
    if _MACRO.search(relations):
        raise Refusal(_MACROS)
    for found in _RELATION.findall(relations):
        relation = unescape(found.decode("utf-8", "replace")).encode()
        leads_out = re.search(rb"TargetMode\s*=\s*[\"']External", relation, re.IGNORECASE)
        is_link = re.search(rb"/hyperlink[\"']", relation)
        if _LINK.search(relation) or (leads_out and not is_link):
            raise Refusal(_LINKED)


def _words(parts: dict[str, bytes]) -> str:
    """The text of all parts, a line for each paragraph, cell text or comment."""
    said = (
        _part_words(part)
        for name, part in parts.items()
        if name.startswith(("word/", "xl/", "docProps/")) and name.endswith(".xml")
    )
    return "\n".join(filter(None, said))


def _part_words(part: bytes) -> str:
    encoding = "utf-16" if part[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
    marked = part.decode(encoding, "replace")
    lined = _GAP.sub("\t", _NEW_LINE.sub("\n", marked))
    lines = unescape(_TAG.sub("", lined)).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())
