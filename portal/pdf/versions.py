"""Which version of the document design a file was made with."""

import functools
import hashlib
from importlib.metadata import version
from pathlib import Path

from portal.pdf.sources import STYLES_DIR, TEMPLATES_DIR

# Whatever draws the pages: a new release may move a line break.
PACKAGES = ("weasyprint", "pikepdf", "fontpkg-public-sans", "fontpkg-source-serif-4")


@functools.cache
def template_version() -> str:
    """Twelve hex digits over templates, style sheets, this package and the versions of its tools.

    Part of every document's input, so that a new design makes a new file.
    """
    return design_hash()


def design_hash() -> str:
    """What `template_version` remembers, computed anew."""
    digest = hashlib.sha256()
    for package in PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    drawing = Path(__file__).parent.glob("*.py")
    for file in sorted([*drawing, *TEMPLATES_DIR.rglob("*.html"), *STYLES_DIR.rglob("*.css")]):
        digest.update(f"{file.name} {file.stat().st_size}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
