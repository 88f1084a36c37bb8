"""What comes from outside is clean text or is refused with a sentence that says what to do."""

import pytest

from portal.intake import check_text, read_text
from portal.vocabulary.refusals import Refusal

COPY = "Copy its text into a plain text file and import that."
NOT_TEXT = "This is not a plain text file. Save the text as plain text (UTF-8) and import that."
UNREADABLE = (
    "The letters of this file cannot be read. Save it as plain text in UTF-8 and import that."
)
EMPTY = "There is no text in it. Choose a file that holds text, or paste the text."
QUOTED = "\u201cWe agreed,\u201d said the mayor \u2013 and Jos\u00e9 nodded."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_each_encoding_people_save_in(encoding: str) -> None:
    assert read_text(QUOTED.encode(encoding)) == QUOTED


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7 ...", f"This is a PDF. {COPY}"),
        (b"\n%PDF-1.4 ...", f"This is a PDF. {COPY}"),
        (b"PK\x03\x04...", f"This is a Word file or another packed document. {COPY}"),
        (b"\xd0\xcf\x11\xe0...", f"This is an old Word or Office file. {COPY}"),
        (b"{\\rtf1 ...", f"This is a rich text file (RTF). {COPY}"),
        (b"\x89PNG\r\n", f"This is a picture. {COPY}"),
        (b"\xff\xd8\xff\xe0", f"This is a picture. {COPY}"),
        (b"GIF89a", f"This is a picture. {COPY}"),
        (b"RIFF\x00\x00\x00\x00WEBP", f"This is a picture. {COPY}"),
        (b"<!DOCTYPE html>\n<title>", f"This is the source of a web page. {COPY}"),
        (b"\x7fELF\x02\x01\x00", NOT_TEXT),
        ("No byte order mark".encode("utf-16-le"), NOT_TEXT),
        (b"A bell \x07 and \xe9", NOT_TEXT),
        (b"\xff\xfeodd", UNREADABLE),
        (b"\x81\x8d\x8f", UNREADABLE),
        ("caf\u00e9 caf\u00e9 ".encode() + b"\xe9", UNREADABLE),
        (b"We don\xd5t agree on the r\x8egime", UNREADABLE),
        (b"\xe0\xe1\xe2\xe3\xe4\xe5 \xe0\xe1", UNREADABLE),
        (b"", EMPTY),
        (b" \r\n\t\n", EMPTY),
        ("\ufeff\u200b".encode(), EMPTY),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(data: bytes, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_text(data)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("text", ["PK is a word", "WEBP is a format", "BM is a mark", "<3 to all"])
def test_text_that_looks_a_little_like_a_file_is_text(text: str) -> None:
    assert read_text(text.encode()) == text


def test_what_is_too_long_is_refused_before_it_is_read() -> None:
    sentence = (
        "This is longer than 1,000 characters. "
        "Import the statement's own text only, without what is attached to it."
    )
    with pytest.raises(Refusal) as refused:
        read_text(b"a" * 1_001, limit=1_000)
    assert str(refused.value) == sentence
    with pytest.raises(Refusal) as refused:
        check_text("a" * 1_001, limit=1_000)
    assert str(refused.value) == sentence
    assert check_text("a" * 1_000, limit=1_000) == "a" * 1_000


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\f", "\v", "\u0085"])
def test_every_kind_of_newline_becomes_one(newline: str) -> None:
    assert check_text(f"one{newline}two") == "one\ntwo"


def test_a_paragraph_separator_becomes_a_blank_line() -> None:
    assert check_text("one\u2029two") == "one\n\ntwo"


def test_composed_letters_are_composed() -> None:
    assert check_text("Jose\u0301") == "Jos\u00e9"


def test_invisible_formatting_is_dropped_and_no_word_changes() -> None:
    assert check_text("\ufeffde\u00adesca\u200blation\u2060 now") == "deescalation now"


@pytest.mark.parametrize(
    ("character", "what"),
    [
        ("\u202e", "a hidden character that reorders what a reader sees"),
        ("\u2066", "a hidden character that reorders what a reader sees"),
        ("\U000e0041", "hidden characters"),
        ("\ufffd", "a character that was lost when the text was converted"),
        ("\x1b", "a control character"),
    ],
)
@pytest.mark.trust("D7")
def test_what_hides_or_was_lost_is_refused_and_its_line_named(character: str, what: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_text(f"one\r\ntwo\rthr{character}ee")
    assert str(refused.value) == f"Line 3 holds {what}. Type that line again and try once more."


def test_half_a_character_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        check_text("\ud800")
    assert str(refused.value) == (
        "Line 1 holds a character that was lost when the text was converted. "
        "Type that line again and try once more."
    )


def test_pasted_text_with_a_null_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        check_text("one\x00two")
    assert str(refused.value) == NOT_TEXT
