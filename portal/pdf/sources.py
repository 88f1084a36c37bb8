"""The fixed list of files that a document may load, by names that are no addresses.

A template writes `portal:css/statement.css`, a style sheet `portal:fonts/PublicSans-Bold.ttf`.
"""

from pathlib import Path

from django.conf import settings

FAMILIES = ("PublicSans", "SourceSerif4")
STYLES = ("Regular", "Italic", "SemiBold", "Bold")
FONT_FILES = tuple(f"{family}-{style}.ttf" for family in FAMILIES for style in STYLES)
STYLE_SHEETS = ("document.css", "statement.css", "agenda.css")

TEMPLATES_DIR = Path(settings.BASE_DIR, "templates", "pdf")
STYLES_DIR = Path(settings.BASE_DIR, "static", "pdf")


def source_files() -> dict[str, tuple[Path, str]]:
    """Every name that may be loaded, with its file and its media type."""
    fonts = {
        f"portal:fonts/{name}": (Path(settings.FONTS_DIR, name), "font/ttf") for name in FONT_FILES
    }
    styles = {f"portal:css/{name}": (STYLES_DIR / name, "text/css") for name in STYLE_SHEETS}
    return fonts | styles
