"""The static fonts that pages and PDFs use."""

import pytest
from fontTools.ttLib import TTFont

from portal.local.fonts import FOLDER, TYPEFACES, build

CUTS = [f"{typeface.stem}-{cut.style}" for typeface in TYPEFACES for cut in typeface.cuts]


@pytest.fixture(scope="module")
def fonts() -> dict[str, TTFont]:
    build()
    return {name: TTFont(FOLDER / f"{name}.ttf") for name in CUTS}


def test_the_cuts():
    assert sorted(CUTS) == [
        *("PublicSans-Bold", "PublicSans-Italic", "PublicSans-Regular", "PublicSans-SemiBold"),
        *("SourceSerif4-Bold", "SourceSerif4-Italic"),
        *("SourceSerif4-Regular", "SourceSerif4-SemiBold"),
    ]


def test_each_has_names_of_its_own(fonts):
    assert [font["name"].getDebugName(6) for font in fonts.values()] == CUTS
    assert len({font["name"].getDebugName(4) for font in fonts.values()}) == len(CUTS)
    assert len({font["name"].getDebugName(3) for font in fonts.values()}) == len(CUTS)


def test_each_is_static_and_of_its_weight(fonts):
    weights = {"Regular": 400, "Italic": 400, "SemiBold": 600, "Bold": 700}
    assert {name: ("fvar" in font, font["OS/2"].usWeightClass) for name, font in fonts.items()} == {
        name: (False, weights[name.partition("-")[2]]) for name in CUTS
    }


def test_each_has_the_letters_of_american_names_and_of_typography(fonts):
    names = "AZaz09ÁÉÍÑÓÚÜáéíñóúüŁőş\N{MODIFIER LETTER TURNED COMMA}"
    quotes = "“”\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    wanted = f"{names}{quotes}\N{EN DASH}—…•§¶†€£¢½"
    assert {
        name: [letter for letter in wanted if ord(letter) not in font.getBestCmap()]
        for name, font in fonts.items()
    } == {name: [] for name in CUTS}


def test_pages_get_small_files():
    sizes = {name: (FOLDER / f"{name}.woff2").stat().st_size for name in CUTS}
    assert [name for name, size in sizes.items() if size > 60_000] == []
