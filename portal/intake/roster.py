"""A roster of organizations as a table: what each line says, or what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from portal.intake.names import check_name
from portal.intake.tables import Table
from portal.vocabulary.organizations import OrganizationKind
from portal.vocabulary.refusals import Refusal
from portal.vocabulary.roster import (
    COLUMNS,
    COUNTRY_WORDS,
    KIND_WORDS,
    MOST_LINES,
    NO,
    PROVINCES,
    WRITTEN_ONLY,
    YES,
)

LONGEST = {
    "name": 200, "short_name": 60, "place": 120, "region": 60, "website": 200,
    "media_contact": 2000, "source": 2000, "parent": 200,
}  # fmt: skip
LINES_KEPT = ("media_contact", "source")
NAMES = ("name", "short_name", "place", "region", "parent")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4})")
_FIRST_YEAR = 1800
_PARTS = re.compile(r"\s*;\s*")


@dataclass(frozen=True)
class Problem:
    """Why a line cannot be taken: where, what is wrong, what to do."""

    line: int
    column: str
    wrong: str
    advice: str

    def __str__(self) -> str:
        return f"Line {self.line}, {self.column}: {self.wrong} {self.advice}"


@dataclass(frozen=True)
class RosterLine:
    """What one line says. `given` holds only what it says: an empty cell leaves what is stored."""

    line: int
    kind: OrganizationKind
    name: str
    region: str
    given: Mapping[str, str | bool]
    parent: str = ""
    joined: Sequence[tuple[str, date | None]] = ()
    """Associations, each with the day of joining where it is told."""


@dataclass
class Roster:
    """A file, line by line."""

    lines: list[RosterLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    """Columns that mean nothing here."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """How the file spells each column."""


class WrongCell(Exception):  # noqa: N818 - what is wrong with a cell, on the way to a Problem
    """Raised with what is wrong and what to do."""


def read_roster(table: Table, *, today: date) -> Roster:
    """Raises Refusal where the columns do not tell what the lines say."""
    if len(table.rows) > MOST_LINES:
        raise Refusal(f"This file has more than {MOST_LINES:,} lines. Split it into parts.")
    places, passed_over = _places(table.headings)
    headings = {name: table.headings[at] for name, at in places.items()}
    roster = Roster(passed_over=passed_over, headings=headings)
    for row in table.rows:
        if len(row.cells) > len(table.headings) and any(row.cells[len(table.headings) :]):
            roster.problems.append(_too_many(row.line, len(table.headings)))
            continue
        cells = {name: row.cells[at] for name, at in places.items() if at < len(row.cells)}
        _read_line(roster, row.line, cells, today)
    return roster


def _places(headings: Sequence[str]) -> tuple[dict[str, int], list[str]]:
    """Which column holds what, and the headings that mean nothing."""
    known = {word: name for name, words in COLUMNS.items() for word in words}
    places: dict[str, int] = {}
    passed_over = []
    for at, heading in enumerate(headings):
        name = known.get(" ".join(re.sub(r"[_:*-]+", " ", heading).casefold().split()))
        if name and name not in places:
            places[name] = at
        elif heading and heading not in WRITTEN_ONLY:
            passed_over.append(heading)
    if "name" not in places and "place" in places:  # a list of cities: the city is the name
        places["name"] = places["place"]
    missing = [name for name in ("name", "kind") if name not in places]
    if missing:
        raise Refusal(
            f"The first line names no column \u201c{missing[0]}\u201d. The columns are: name, "
            "kind, and as you like short name, city, state, country, part of, association, "
            "member since, media contact, website, source."
        )
    return places, passed_over


def _too_many(line: int, columns: int) -> Problem:
    return Problem(
        line, "columns", f"There are more cells than the {columns} columns.",
        "Put a text that holds a comma into quotation marks.",
    )  # fmt: skip


def _read_line(roster: Roster, line: int, cells: Mapping[str, str], today: date) -> None:
    """Adds the line, or everything that is wrong with it."""
    problems: list[Problem] = []
    read: dict[str, str | bool] = {}
    for name, raw in cells.items():
        if name in {"association", "since"}:
            continue
        try:
            value = _read_cell(name, raw)
        except WrongCell as wrong:
            problems.append(Problem(line, roster.headings[name], *wrong.args))
        else:
            if value != "":
                read[name] = value
    problems += [
        Problem(line, roster.headings[name], "It is empty.", f"Write the {name}.")
        for name in ("name", "kind")
        if name not in read and roster.headings[name] not in {one.column for one in problems}
    ]
    joined: list[tuple[str, date | None]] = []
    try:
        joined = _joined(cells.get("association", ""), cells.get("since", ""), today)
    except WrongCell as wrong:
        column = roster.headings.get("since", roster.headings.get("association", ""))
        problems.append(Problem(line, column, *wrong.args))
    roster.problems += problems
    if not problems:
        roster.lines.append(_line(line, read, joined))


def _line(
    line: int, read: dict[str, str | bool], joined: list[tuple[str, date | None]]
) -> RosterLine:
    region = str(read.get("region", ""))
    if "country" not in read and region in PROVINCES:
        read["country"] = "CA"
    return RosterLine(
        line=line,
        kind=OrganizationKind(str(read["kind"])),
        name=str(read["name"]),
        region=region,
        given={name: value for name, value in read.items() if name != "parent"},
        parent=str(read.get("parent", "")),
        joined=joined,
    )


def _read_cell(name: str, raw: str) -> str | bool:
    text = raw.strip() if name in LINES_KEPT else _one_line(name, raw)
    if name == "kind":
        return _word(text, KIND_WORDS, "city, county, police, sheriff, association, federal body")
    if name == "country":
        return _word(text, COUNTRY_WORDS, "US, CA")
    if name == "has_independent_head":
        return _yes_or_no(text)
    if len(text) > LONGEST[name]:
        raise WrongCell(f"It has more than {LONGEST[name]} characters.", "Shorten it.")
    if name == "website" and text:
        return _website(text)
    return text.upper() if name == "region" and len(text) == 2 else text


def _one_line(name: str, raw: str) -> str:
    """A line end inside a cell is a spreadsheet's way of wrapping."""
    text = " ".join(raw.split())
    try:
        return check_name(text) if name in NAMES else text
    except Refusal as refusal:
        wrong, _, advice = str(refusal).partition(". ")
        raise WrongCell(f"{wrong}.", advice or "Write it as it is read.") from refusal


def _word(text: str, words: Mapping[Any, Sequence[str]], known: str) -> str:
    folded = text.casefold().replace("\u2019", "'")
    for value, spellings in words.items():
        if folded in spellings:
            return str(value)
    if not text:
        return ""
    raise WrongCell(f"\u201c{text[:60]}\u201d is not known.", f"Write one of: {known}.")


def _yes_or_no(text: str) -> str | bool:
    if not text:
        return ""
    if text.casefold() not in YES | NO:
        raise WrongCell(f"\u201c{text[:60]}\u201d is neither yes nor no.", "Write yes or no.")
    return text.casefold() in YES


def _website(text: str) -> str:
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        is_right = parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
    except ValueError:
        is_right = False
    if not is_right or re.search(r"[\s<>\"]", address):
        raise WrongCell(
            f"\u201c{text[:60]}\u201d is no address of a website.",
            "Write it like https://city.example.",
        )
    return address


def _joined(associations: str, since: str, today: date) -> list[tuple[str, date | None]]:
    """Several are parted by semicolons, and their days likewise."""
    names = [name for name in _PARTS.split(" ".join(associations.split())) if name]
    days = [day for day in _PARTS.split(since.strip()) if day]
    if days and not names:
        raise WrongCell("It tells a day and no association.", "Write of which association.")
    if len(days) > 1 and len(days) != len(names):
        raise WrongCell(
            f"There are {len(names)} associations and {len(days)} days.",
            "Write one day for each, parted by semicolons.",
        )
    read = [_day(day, today) for day in days]
    if len(read) <= 1:
        return [(name, read[0] if read else None) for name in names]
    return list(zip(names, read, strict=True))


def _day(text: str, today: date) -> date:
    read = _date_in(text)
    if read is None:
        raise WrongCell(
            f"\u201c{text[:60]}\u201d is no day.", "Write it like 2016-07-01 or 7/1/2016."
        )
    if read > today or read.year < _FIRST_YEAR:
        wrong = "lies ahead" if read > today else "is too long ago"
        raise WrongCell(f"{read.isoformat()} {wrong}.", "Write the day of joining.")
    return read


def _date_in(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day, us_month, us_day, us_year = (int(part or 0) for part in found.groups())
    try:
        return date(year or us_year, month or us_month, day or us_day)
    except ValueError:
        return None
