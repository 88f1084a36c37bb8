"""The shape of the code: short files, short functions, imports at the top, plain names."""

import ast
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
LONGEST_FILE = 300
LONGEST_FUNCTION = 60
BANNED_NAMES = {"utils", "helpers", "manager", "misc", "common"}


def tracked(*endings: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=CHECKOUT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    paths = [CHECKOUT / name for name in listed.split("\0") if name.endswith(endings)]
    return [path for path in paths if path.is_file() and "migrations" not in path.parts]


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text())
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(tree) if isinstance(node, kinds)]


def test_no_file_is_longer_than_three_hundred_lines():
    files = tracked(".py", ".html", ".css", ".js")
    long = {
        str(f): count for f in files if (count := len(f.read_text().splitlines())) > LONGEST_FILE
    }

    assert long == {}


def test_no_function_is_longer_than_sixty_lines():
    long = [
        f"{path}:{function.name}"
        for path in tracked(".py")
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION
    ]

    assert long == []


def test_nothing_is_imported_inside_a_function():
    inside = [
        f"{path}:{node.lineno}"
        for path in tracked(".py")
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


def test_no_room_has_a_name_that_says_nothing():
    named = [str(path) for path in tracked(".py") if path.stem in BANNED_NAMES]

    assert named == []


@pytest.mark.parametrize("word", ["style=", "<style", "onclick=", "onload=", "javascript:"])
@pytest.mark.trust("E2")
def test_no_template_holds_inline_script_or_style(word):
    found = [str(path) for path in tracked(".html") if word in path.read_text()]

    assert found == []
