"""Reads finished PDFs back, the way a checker or a reader's software does."""

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import page
from pikepdf import Object, OutlineItem, Pdf


def conformance_failures(pdf: bytes, folder: Path) -> list[str]:
    """Rules of PDF/UA-1 that the file breaks; empty is a pass."""
    file = folder / "checked.pdf"
    file.write_bytes(pdf)
    return [str(failure.rule_id) for failure in page.validate_pdf(file, profile="ua1").failures]


def extracted_text(pdf: bytes, *, mode: str = "-nopgbrk") -> str:
    """All text in reading order, white space folded; `-raw` in the order it is drawn."""
    command = ["pdftotext", mode, "-", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def bookmarks(pdf: bytes) -> list[tuple[int, str]]:
    """The outline as (depth, title)."""
    with Pdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        return list(_entries(outline.root, depth=0))


def _entries(items: list[OutlineItem], *, depth: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield depth, item.title
        yield from _entries(list(item.children), depth=depth + 1)


def tags(pdf: bytes) -> list[str]:
    """Structure elements in reading order."""
    with Pdf.open(io.BytesIO(pdf)) as opened:
        return [str(element.S) for element in _elements(opened.Root.StructTreeRoot.K[0])]


def _elements(element: Object) -> Iterator[Object]:
    yield element
    for kid in element.K:
        if isinstance(kid, Object) and "/S" in kid:
            yield from _elements(kid)


def font_names(pdf: bytes) -> set[str]:
    """Embedded typefaces, without the prefix that marks a subset."""
    done = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True)
    rows = done.stdout.decode().splitlines()[2:]
    return {row.split()[0].split("+")[-1] for row in rows}
