"""Tables in and out: what spreadsheets write is read, what they would calculate is marked (X1)."""

import csv
from io import StringIO

import pytest

from portal.intake.tables import cell, plain, read_table, written
from portal.vocabulary.refusals import Refusal

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0"]
WIDE = ["\uff1d", "\uff0b", "\uff0d", "\uff20"]
BLANKS = ["", " ", "   ", "\u00a0", "\u3000", "\u2003 "]


@pytest.mark.parametrize("blanks", BLANKS)
@pytest.mark.parametrize("start", STARTS + WIDE)
def test_x1_whatever_a_spreadsheet_would_calculate_is_marked_as_text(start, blanks):
    text = f"{blanks}{start}HYPERLINK(A1)"

    assert (cell(text), plain(cell(text))) == (f"'{text}", text)


@pytest.mark.parametrize("text", ["Ann", "O'Brien", "'twas", "", "a=b", "1+1", " x", "'", "\u2014"])
def test_other_texts_stand_as_they_are(text):
    assert (cell(text), plain(text)) == (text, text)


@pytest.mark.parametrize("text", ["'=1", "''=1", "' =1", "'\t"])
def test_x1_a_text_that_looks_marked_already_is_read_back_as_it_was(text):
    assert plain(cell(text)) == text


def test_a_value_that_is_none_or_a_number_is_written():
    assert (cell(None), cell(7), cell(-7)) == ("", "7", "'-7")


def test_x1_headings_are_cells_too():
    rows = list(csv.reader(StringIO(written(["=1"], [["@2"]]).decode("utf-8-sig"))))

    assert rows == [["'=1"], ["'@2"]]


def test_what_was_written_is_read_back():
    rows = [["=1+1", 'Say "no"', "two\nlines"], ["a;b", "c,d", "  "]]
    table = read_table(written(["One", "Two", "Three"], rows))

    assert table.headings == ["One", "Two", "Three"]
    assert [row.cells for row in table.rows] == rows


@pytest.mark.parametrize(
    "data",
    [
        b"name,kind\nSan Jos\xc3\xa9,city\n",
        b"\xef\xbb\xbfname,kind\r\nSan Jos\xc3\xa9,city\r\n",
        b"name;kind\nSan Jos\xe9;city\n",
        "name\tkind\nSan José\tcity\n".encode("utf-16"),
        b'sep=;\n"name";"kind"\n"San Jos\xc3\xa9";"city"\n',
        b"\n\nname,kind\n,\n\nSan Jos\xc3\xa9,city",
    ],
    ids=["utf-8", "bom and crlf", "windows-1252", "utf-16 and tabs", "sep line", "empty lines"],
)
def test_the_ways_in_which_spreadsheets_save(data):
    table = read_table(data)

    assert (table.headings, [row.cells for row in table.rows]) == (
        ["name", "kind"], [["San José", "city"]],
    )  # fmt: skip


def test_a_row_knows_the_line_where_it_begins():
    table = read_table(b'name,source\nA,"one\ntwo\nthree"\n\nB,x\n')

    assert [row.line for row in table.rows] == [2, 6]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "There is no text in it. Choose a file that holds text, or paste the text."),
        (b"name,kind\n", "There are no lines below the headings. Choose a file that holds some."),
        (
            b'name,kind\nA,city\n"B,city\nC,city\n',
            (
                "Line 3: a quotation mark is not closed, so what follows cannot be told apart. "
                "Put each mark inside a cell twice, and save the file again."
            ),
        ),
        (b"x" * 2_000_001, "This file has more than 2 MB. Split it and import the parts."),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(Refusal) as refused:
        read_table(data)

    assert str(refused.value) == sentence
