"""Tables as text (CSV): read as spreadsheets write them, written so that nothing in them runs."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from portal.intake.texts import check_text, read_text
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.roster import LARGEST

SEPARATORS = ",;\t"
# A spreadsheet calculates what begins so, also after blanks and in full-width form. Apostrophes in
# front are counted in, so that each is written as two and every cell can be read back as it was.
RUNS = re.compile(r"'*[\s\x00\ufeff\u200b]*(?:[=+\-@\t\r\n\x00\uff1d\uff0b\uff0d\uff20]|\u2212)")
_NAMED = re.compile(r"sep=([,;\t])[ \t]*\n", re.IGNORECASE)
_TOO_LARGE = f"This file has more than {LARGEST // 1_000_000} MB. Split it and import the parts."
_NO_LINES = "There are no lines below the headings. Choose a file that holds some."
_QUOTES = (
    "Line {line}: a quotation mark is not closed, so what follows cannot be told apart. "
    "Put each mark inside a cell twice, and save the file again."
)


@dataclass(frozen=True)
class TableRow:
    """`line` is where the row begins in the file, counted from one."""

    line: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Table:
    """What stands below the headings; rows without any text are left out."""

    headings: Sequence[str]
    rows: Sequence[TableRow]


def read_table(data: bytes) -> Table:
    """Raises Refusal for what is no table; takes commas, semicolons, tabs, UTF-8, Windows-1252."""
    return table_in(table_text(data))


def table_text(data: bytes) -> str:
    """The clean text of a file; raises Refusal."""
    if len(data) > LARGEST:
        raise Refusal(_TOO_LARGE)
    return read_text(data, limit=LARGEST)


def table_in(text: str) -> Table:
    """The same of a text that was read before."""
    lines = check_text(text, limit=LARGEST)
    named = _NAMED.match(lines)
    separator = named.group(1) if named else _separator(lines)
    found = list(_rows(lines, separator))[1 if named else 0 :]
    filled = [row for row in found if any(cell.strip() for cell in row.cells)]
    if len(filled) < 2:
        raise Refusal(_NO_LINES)
    return Table(headings=[cell.strip() for cell in filled[0].cells], rows=filled[1:])


def _separator(text: str) -> str:
    """The one that stands most often in the first line that says something."""
    first = text.lstrip().partition("\n")[0]
    bare = re.sub(r'"[^"]*"', "", first)
    return max(SEPARATORS, key=bare.count)


def _rows(text: str, separator: str) -> Iterator[TableRow]:
    reader = csv.reader(StringIO(text), delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield TableRow(begins, [plain(cell) for cell in cells])
            begins = reader.line_num + 1
    except csv.Error as problem:
        raise Refusal(_QUOTES.format(line=begins)) from problem


def cell(value: object) -> str:
    """A value as it may stand in a spreadsheet: one that would be calculated is marked as text."""
    text = "" if value is None else str(value)
    return f"'{text}" if RUNS.match(text) else text


def plain(text: str) -> str:
    """What `cell` was given."""
    return text[1:] if text.startswith("'") and RUNS.match(text) else text


def written(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The whole file, as spreadsheets open it without asking."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([cell(heading) for heading in headings])
    writer.writerows([cell(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")
