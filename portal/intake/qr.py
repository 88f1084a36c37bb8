"""Text as a QR code."""

import base64

from qrcode.constants import ERROR_CORRECT_M  # type: ignore[import-untyped]  # it has no types
from qrcode.main import QRCode  # type: ignore[import-untyped]  # the same

BORDER = 4
"""Modules of white around it: without them cameras do not find it."""


def qr_code(text: str) -> str:
    """The address of an SVG picture that holds itself; it has no styles and no script."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=BORDER)
    code.add_data(text)
    rows = code.get_matrix()
    dark = "".join(
        f"M{x},{y}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    size = len(rows)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0,0h{size}v{size}h-{size}z"/>'
        f'<path d="{dark}"/></svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
