"""Cuts the variable fonts of the packages to small static files (see `fonts`)."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from portal.local.fonts import TYPEFACES, Cut, Typeface

# Latin with its extensions (also Vietnamese and African names), accents, punctuation, super- and
# subscripts, currency, letterlike, number forms, arrows, minus and relations, bullets, check marks.
CHARACTERS = (
    *((0x20, 0x7E), (0xA0, 0x24F), (0x259, 0x259), (0x2B0, 0x2FF), (0x300, 0x36F)),
    *((0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF)),
    *((0x2100, 0x218F), (0x2190, 0x21FF), (0x2200, 0x226F), (0x25A0, 0x25FF), (0x2713, 0x2717)),
)
FEATURES = ("tnum", "lnum", "onum", "pnum", "case", "frac", "sups", "subs", "zero")
NAMES_KEPT = (0, 5, 7, 8, 9, 11, 13, 14)


def cut_typeface(typeface: Typeface, folder: Path) -> None:
    package = _package_folder(typeface.module)
    source = package / "files" / typeface.file
    shutil.copyfile(package / "LICENSE", folder / f"{typeface.stem}-LICENSE.txt")
    trimmed = _trimmed(source)
    for cut in typeface.cuts:
        place = {**dict(typeface.axes), "wght": cut.weight}
        font = instantiateVariableFont(trimmed, place, static=True)
        _name(font, typeface, cut)
        path = folder / f"{typeface.stem}-{cut.style}.ttf"
        font.save(path)
        font.flavor = "woff2"
        font.save(path.with_suffix(".woff2"))


def _trimmed(source: Path) -> TTFont:
    font = TTFont(source, recalcTimestamp=False)  # the same input gives the same bytes
    options = Options()
    options.layout_features = [*options.layout_features, *FEATURES]
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(
        unicodes=chain.from_iterable(range(first, last + 1) for first, last in CHARACTERS)
    )
    subsetter.subset(font)
    return font


def _name(font: TTFont, typeface: Typeface, cut: Cut) -> None:
    """Give the cut names of its own: a PDF and a system tell fonts apart by them."""
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in NAMES_KEPT]
    plain = cut.style in {"Regular", "Bold", "Italic"}
    names = {
        1: typeface.family if plain else f"{typeface.family} {cut.style}",
        2: cut.style if plain else "Regular",
        3: f"{version(typeface.package)};{typeface.stem}-{cut.style}",
        4: f"{typeface.family} {cut.style}",
        6: f"{typeface.stem}-{cut.style}",
        16: typeface.family,
        17: cut.style,
    }
    for number, text in names.items():
        table.setName(text, number, 3, 1, 0x409)
    bold, italic = cut.style == "Bold", cut.style == "Italic"
    font["OS/2"].usWeightClass = cut.weight
    font["OS/2"].fsSelection = (bold << 5) | (italic << 0) | ((not bold and not italic) << 6)
    font["head"].macStyle = bold | (italic << 1)
    for tag in ("STAT", "DSIG"):
        if tag in font:
            del font[tag]


def _package_folder(module: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(module)
    return Path(spec.submodule_search_locations[0])


def main(folder: Path) -> None:
    with ProcessPoolExecutor(max_workers=2) as pool:
        list(pool.map(cut_typeface, TYPEFACES, [folder] * len(TYPEFACES)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
