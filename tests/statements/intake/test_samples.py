"""Every sample is read into exactly the blocks, fields and leftovers written down beside it."""

import json
from pathlib import Path

import pytest

from portal.intake import read_text
from statements.intake import StatementText, plain_text, read_statement

SAMPLES = Path(__file__).parent / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))


def summary(result: StatementText) -> dict[str, object]:
    found = {
        "blocks": [[block.kind.value, plain_text(block)] for block in result.blocks],
        "language": result.language,
        "document_type": result.document_type,
        "release_line": result.release_line,
        "embargo_line": result.embargo_line,
        "document_date": result.document_date,
        "media_contacts": list(result.media_contacts),
        "end_mark": result.end_mark,
        "leftovers": [[left.line, left.text, left.reason] for left in result.leftovers],
        "marks": list(result.marks),
    }
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize("name", NAMES)
def test_sample_is_read_as_written_down(name: str) -> None:
    text = read_text((SAMPLES / f"{name}.txt").read_bytes())
    expected = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    assert summary(read_statement(text)) == expected


def test_every_sample_has_its_expectation() -> None:
    assert sorted(path.stem for path in SAMPLES.glob("*.json")) == NAMES
