"""The kinds of files that may be attached, by content and never by name."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileKind:
    """A kind that is taken: the ending its names get, and the type it is handed out as."""

    ending: str
    content_type: str


PDF = FileKind(".pdf", "application/pdf")
WORD = FileKind(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
EXCEL = FileKind(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
PNG = FileKind(".png", "image/png")
JPEG = FileKind(".jpg", "image/jpeg")
TEXT = FileKind(".txt", "text/plain; charset=utf-8")
TABLE = FileKind(".csv", "text/csv; charset=utf-8")

KINDS = (PDF, WORD, EXCEL, PNG, JPEG, TEXT, TABLE)
CONTENT_TYPES = frozenset(kind.content_type for kind in KINDS)
UNKNOWN_TYPE = "application/octet-stream"
ACCEPT = ",".join(kind.ending for kind in KINDS)
LARGEST = 20 * 1024 * 1024
LARGEST_IN_WORDS = "20 MB"
