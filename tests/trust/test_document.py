"""The page about trust says what is so: no row without a test or a reason, and none by itself."""

import ast

import pytest

from tests.trust.document import CHECKOUT, DOCUMENT, ROWS, find_tests, rows_of, text_of


@pytest.fixture(scope="module")
def found():
    return find_tests(CHECKOUT)


def test_the_page_is_current(found):
    assert DOCUMENT.read_text() == text_of(found), "run `python -m tests.trust`"


def test_each_row_is_there_once():
    assert len({row.id for row in ROWS}) == len(ROWS)


def test_a_test_names_rows_that_exist(found):
    assert sorted(set(found) - {row.id for row in ROWS}) == []


def test_a_row_without_a_test_says_why(found):
    assert [row.id for row in ROWS if row.id not in found and not row.open] == []


def test_what_is_not_built_has_no_test_and_what_has_a_control_is_not_called_missing(found):
    claims = [row.id for row in ROWS if row.id in found and not row.control]

    assert claims == []


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("def test_c5_it_is_gone(): ...", ["C5"]),
        ("def test_c1_c9_it_is_gone(): ...", ["C1", "C9"]),
        ("def test_c5(): ...", []),
        ("def test_code5_is_read(): ...", []),
        ("@pytest.mark.trust('A1', 'E2')\ndef test_it(): ...", ["A1", "E2"]),
        ("@pytest.mark.trust('A1')\n@pytest.mark.django_db\ndef test_a1_it(): ...", ["A1"]),
        ("@pytest.mark.race\ndef test_it(): ...", []),
    ],
)
def test_a_test_says_which_rows_it_holds(source, rows):
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)

    assert rows_of(function) == rows
