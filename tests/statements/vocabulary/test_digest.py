"""The text code: the published test vectors, and what it does and does not cover."""

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from statements.vocabulary.digest import canonical_text, text_digest

SPECIFICATION = Path(__file__).resolve().parents[3] / "docs" / "digest.md"
VECTOR = re.compile(
    r"^### ([^\n]+)\n\n```json\n(.+?)\n```\n\n```text\n([^\n]+)\n```\n\n`([0-9a-f]{64})`",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Block:
    kind: str
    html: str
    speaker: str = ""
    speaker_title: str = ""


@dataclass(frozen=True)
class Vector:
    name: str
    source: str
    form: str
    digest: str

    @property
    def blocks(self) -> list[Block]:
        return [Block(**block) for block in json.loads(self.source)["blocks"]]

    @property
    def language(self) -> str:
        return str(json.loads(self.source)["language"])


VECTORS = [Vector(*found) for found in VECTOR.findall(SPECIFICATION.read_text())]


def test_the_specification_has_its_vectors() -> None:
    assert len(VECTORS) == 9


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.name)
def test_published_vector(vector: Vector) -> None:
    form = canonical_text(vector.blocks, language=vector.language)
    assert form.decode() == vector.form
    assert text_digest(vector.blocks, language=vector.language) == vector.digest


TEXT = [
    Block("headline", "Two Bodies Ask for Notice"),
    Block("paragraph", 'See <a href="https://city.example/a">our letter</a> of May.'),
    Block("list", "<ul><li>beds</li><li>meals<ul><li>hot</li></ul></li></ul>"),
    Block("quote", "It helps.", "Ana Ortiz", "Mayor"),
]


def code(*blocks: Block, language: str = "en") -> str:
    return text_digest(blocks, language=language)


@pytest.mark.parametrize(
    ("place", "changed"),
    [
        (0, {"html": "Two Bodies Ask for notice"}),
        (0, {"kind": "subhead"}),
        (1, {"html": 'See <a href="https://city.example/b">our letter</a> of May.'}),
        (1, {"html": 'See our <a href="https://city.example/a">letter</a> of May.'}),
        (1, {"html": "See our letter of May."}),
        (2, {"html": "<ul><li>beds</li><li>meals</li><li>hot</li></ul>"}),
        (2, {"html": "<ol><li>beds</li><li>meals<ul><li>hot</li></ul></li></ol>"}),
        (3, {"speaker": "Ana Ortega"}),
        (3, {"speaker_title": "Acting mayor"}),
    ],
)
def test_a_change_of_the_text_changes_the_code(place: int, changed: dict[str, str]) -> None:
    blocks = [*TEXT]
    blocks[place] = replace(blocks[place], **changed)
    assert code(*blocks) != code(*TEXT)


def test_order_and_language_count() -> None:
    assert code(*TEXT) != code(*TEXT[::-1])
    assert code(*TEXT) != code(*TEXT, language="es")


@pytest.mark.parametrize(
    "html",
    [
        "Two <strong>Bodies</strong> Ask for Notice",
        "<em><u>Two Bodies</u></em> Ask<br>for Notice",
        "  Two\n Bodies\tAsk&nbsp;for\u2009Notice ",
        "Two Bodies Ask <strong>for</strong> No\u00adtice\u200b",
    ],
)
def test_the_look_does_not_count(html: str) -> None:
    assert code(Block("headline", html), *TEXT[1:]) == code(*TEXT)


def test_signatories_and_about_texts_do_not_count() -> None:
    outside = [Block("signatories", "Ana Ortiz"), Block("boilerplate", "About us: invented.")]
    assert code(*TEXT, *outside) == code(*TEXT)


def test_a_block_without_text_does_not_count() -> None:
    assert code(*TEXT, Block("paragraph", " <br>&nbsp;")) == code(*TEXT)
