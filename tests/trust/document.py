"""Writes docs/trust.md from the rows and from the tests that hold them.

A test holds a row when its name begins with it (`test_c5_...`, `test_c1_c9_...`) or when it carries
`@pytest.mark.trust("C5")`. Tests are read, not imported.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.trust.rows import Part, Row
from tests.trust.rows_people import AUTHORITY, IDENTITY
from tests.trust.rows_texts import CONFIDENTIALITY, INTEGRITY
from tests.trust.rows_works import EXPORTS, FAULTS, INPUT, RECORDS

CHECKOUT = Path(__file__).resolve().parents[2]
DOCUMENT = CHECKOUT / "docs" / "trust.md"
PARTS = (IDENTITY, AUTHORITY, CONFIDENTIALITY, INTEGRITY, INPUT, EXPORTS, FAULTS, RECORDS)
ROWS = tuple(row for part in PARTS for row in part.rows)

_NAMED = re.compile(r"test_((?:[a-z]\d+_)+)")
INTRODUCTION = """\
# What could go wrong, what holds against it, and which test shows it

Written by `python -m tests.trust` from the rows in `tests/trust/` and from the tests themselves; a
test fails when this page is old. A row without a test says why. "Open" is what no test holds.
"""

Tests = dict[str, list[str]]


def find_tests(root: Path) -> Tests:
    """Which tests hold which row, by path and name."""
    found: Tests = {}
    for path in sorted((root / "tests").rglob("test_*.py")):
        for function in _functions(ast.parse(path.read_text())):
            for row in rows_of(function):
                name = f"{path.relative_to(root).as_posix()}::{function.name}"
                found.setdefault(row, []).append(name)
    return found


def rows_of(function: ast.FunctionDef) -> list[str]:
    """The rows that one test names, each once."""
    named = _NAMED.match(function.name)
    rows = named[1].upper().split("_")[:-1] if named else []
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.trust":
            rows += [str(ast.literal_eval(given)) for given in decorator.args]
    return list(dict.fromkeys(rows))


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node


def text_of(found: Tests) -> str:
    """The whole page."""
    held = sum(row.id in found for row in ROWS)
    whole = sum(row.id in found and not row.open for row in ROWS)
    bare = [row.id for row in ROWS if row.id not in found]
    summary = (
        f"Of {len(ROWS)} rows tests hold {held}, {whole} of them without anything open. "
        f"Without a test: {', '.join(bare)}.\n"
    )
    return "\n".join([INTRODUCTION, summary, *(_part(part, found) for part in PARTS)])


def _part(part: Part, found: Tests) -> str:
    rows = [_row(row, found.get(row.id, [])) for row in part.rows]
    return "\n".join([f"## {part.letter}. {part.title}\n", *rows])


def _row(row: Row, tests: list[str]) -> str:
    lines = [f"**{row.id} · {row.threat[0].upper()}{row.threat[1:]}.** {row.control}".rstrip()]
    if row.open:
        lines.append(f"Open: {row.open[0].lower()}{row.open[1:]}" if tests else row.open)
    text = "  \n".join(lines)
    listed = "".join(f"- `{name}`\n" for name in tests)
    return f"{text}\n\n{listed}" if listed else f"{text}\n"


def write() -> None:
    DOCUMENT.write_text(text_of(find_tests(CHECKOUT)))
