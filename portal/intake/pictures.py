"""Pictures, written anew: nothing of what a camera or an editor adds is kept."""

from io import BytesIO
from typing import Literal

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.vocabulary.refusals import Refusal

MOST_PIXELS = 40_000_000
KEPT_MODES = {"PNG": {"1", "L", "LA", "RGB", "RGBA"}, "JPEG": {"L", "RGB"}}

_TOO_LARGE = "This picture has more than 40 million pixels. Make it smaller and add that."
_BROKEN = "This picture cannot be read. Save it again as PNG or JPEG and add that."


def without_metadata(data: bytes, *, form: Literal["PNG", "JPEG"]) -> bytes:
    """The same picture, upright, without place, camera, comments or hidden previews."""
    try:
        with Image.open(BytesIO(data), formats=[form]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refusal(_TOO_LARGE)
            return _written(ImageOps.exif_transpose(picture), form)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise Refusal(_TOO_LARGE) from problem
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as problem:
        raise Refusal(_BROKEN) from problem


def _written(picture: Image.Image, form: Literal["PNG", "JPEG"]) -> bytes:
    has_holes = picture.mode in {"P", "PA"} and form == "PNG"
    clean = picture if picture.mode in KEPT_MODES[form] else None
    if clean is None:
        clean = picture.convert("RGBA" if has_holes else "RGB")
    clean.info.clear()
    buffer = BytesIO()
    clean.save(buffer, format=form, quality=90)
    return buffer.getvalue()
