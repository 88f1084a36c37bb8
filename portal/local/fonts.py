"""The typefaces: which static files are made of the font packages, and whether they are current.

The packages hold variable fonts with thousands of glyphs; a page needs a few hundred of them in
four weights: TTF for PDFs, WOFF2 for pages. `cutting` makes them once into `.build/fonts`, again
when a package or the recipe changes.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from portal.local.installing import follow
from portal.local.places import BUILD
from portal.local.terminal import CannotGoOn, say

FOLDER = BUILD / "fonts"
STAMP = "made-from.json"
RECIPE = 1  # goes up when `cutting` changes what it makes


@dataclass(frozen=True)
class Cut:
    """One static font: a place on the axes of a variable one."""

    style: str
    weight: int


@dataclass(frozen=True)
class Typeface:
    package: str
    module: str
    file: str
    family: str
    stem: str
    # Fixed places on the axes other than the weight.
    axes: tuple[tuple[str, int], ...]
    cuts: tuple[Cut, ...]


UPRIGHTS = (Cut("Regular", 400), Cut("SemiBold", 600), Cut("Bold", 700))
ITALICS = (Cut("Italic", 400),)
SANS = ("fontpkg-public-sans", "fontpkg_public_sans")
SERIF = ("fontpkg-source-serif-4", "fontpkg_source_serif_4")
SERIF_FAMILY = ("Source Serif 4", "SourceSerif4")
# 14 points is the middle of what we set in serif.
TEXT_SIZE = (("opsz", 14),)
TYPEFACES = (
    Typeface(*SERIF, "SourceSerif4[opsz,wght].ttf", *SERIF_FAMILY, TEXT_SIZE, UPRIGHTS),
    Typeface(*SANS, "PublicSans[wght].ttf", "Public Sans", "PublicSans", (), UPRIGHTS),
    Typeface(*SERIF, "SourceSerif4-Italic[opsz,wght].ttf", *SERIF_FAMILY, TEXT_SIZE, ITALICS),
    Typeface(*SANS, "PublicSans-Italic[wght].ttf", "Public Sans", "PublicSans", (), ITALICS),
)


def build(folder: Path = FOLDER) -> None:
    """Make the files unless they are there, made of the installed packages by this recipe."""
    wanted = _stamp()
    if _found_stamp(folder) == wanted:
        return
    say("Cutting the typefaces (once, some seconds) ...")
    draft = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    # Apart, because its library takes longer to import than everything else of a start.
    if follow([sys.executable, "-m", "portal.local.cutting", str(draft)]) != 0:
        raise CannotGoOn("The typefaces could not be cut: see the words above.")
    (draft / STAMP).write_text(json.dumps(wanted), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    draft.replace(folder)


def _stamp() -> dict[str, str]:
    packages = sorted({typeface.package for typeface in TYPEFACES})
    return {"recipe": str(RECIPE), **{package: version(package) for package in packages}}


def _found_stamp(folder: Path) -> dict[str, str] | None:
    try:
        found = json.loads((folder / STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
