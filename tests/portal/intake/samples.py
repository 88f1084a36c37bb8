"""Tiny real files of each kind, made on the spot."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import pikepdf
from PIL import Image

TYPES = '<Types><Default Extension="xml" ContentType="application/xml"/></Types>'
DOCUMENT = "<w:document><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>"
PLACE = {1: "N", 2: (40.0, 26.0, 46.0)}
GPS_TAG = 0x8825


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def word(text: str = "Notes.", parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word file with this text and further parts."""
    base = {"[Content_Types].xml": TYPES, "word/document.xml": DOCUMENT.format(text)}
    return packed(base | dict(parts or {}))


def sheet(text: str = "Beds") -> bytes:
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "xl/workbook.xml": "<workbook/>",
            "xl/sharedStrings.xml": f"<sst><si><t>{text}</t></si><si><t>96</t></si></sst>",
        }
    )


def relation(kind: str, *, external: bool = True) -> str:
    mode = ' TargetMode="External"' if external else ""
    link = f'<Relationship Type="x/{kind}" Target="https://x.example"{mode}/>'
    return f"<Relationships>{link}</Relationships>"


def pdf() -> pikepdf.Pdf:
    document = pikepdf.new()
    document.add_blank_page()
    return document


def saved(document: pikepdf.Pdf, **how: object) -> bytes:
    """With objects packed into streams, so that no plain search would find their names."""
    buffer = BytesIO()
    packing = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}
    document.save(buffer, **(packing | how))
    return buffer.getvalue()


def picture(form: str, *, with_place: bool = False, size: tuple[int, int] = (8, 6)) -> bytes:
    image = Image.new("RGB", size, "navy")
    buffer = BytesIO()
    exif = Image.Exif()
    if with_place:
        exif[GPS_TAG] = PLACE
        exif[0x010F] = "CameraMaker"
    image.save(buffer, format=form, exif=exif, comment=b"a comment")
    return buffer.getvalue()
