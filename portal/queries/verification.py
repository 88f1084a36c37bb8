"""Whether a file was made by this portal."""

from dataclasses import dataclass
from datetime import datetime

from portal.models import Export
from portal.registry import MadeFile, registry


@dataclass(frozen=True)
class Verdict:
    """What can be said of a file to whoever holds it."""

    found: bool
    sha256: str
    sentence: str
    title: str = ""
    made_at: datetime | None = None


def made_here(sha256: str) -> Verdict:
    """Judges by the bytes alone: only the holder of the file itself can ask."""
    made = _exported(sha256) or next(
        (found for source in registry.made_files if (found := source(sha256))), None
    )
    if made is None:
        return Verdict(
            found=False,
            sha256=sha256,
            sentence="This portal did not make this file, or it was changed afterwards. "
            "Ask the sender for the original, or write to the media contact.",
        )
    return Verdict(
        found=True,
        sha256=sha256,
        sentence="This portal made this file, and not one byte was changed since.",
        title=made.title,
        made_at=made.made_at,
    )


def _exported(sha256: str) -> MadeFile | None:
    export = Export.objects.filter(sha256=sha256).order_by("ready_at").first()
    if export is None or export.ready_at is None:
        return None
    return MadeFile(title=export.title, made_at=export.ready_at)
