"""Whether a file was made by this portal."""

from dataclasses import dataclass
from datetime import datetime

from portal.models import Export, Member
from portal.queries.exports import may_see_export
from portal.registry import MadeFile, registry


@dataclass(frozen=True)
class Verdict:
    """What can be said of a file to whoever holds it."""

    found: bool
    sha256: str
    sentence: str
    title: str = ""
    made_at: datetime | None = None


def made_here(sha256: str, member: Member | None = None) -> Verdict:
    """Judges by the bytes: everybody learns of what is out, members also of what they may have.

    Of anything else, nothing is said: a leak is not confirmed to whoever holds it.
    """
    found = (made for source in registry.made_files if (made := source(sha256)))
    made = next(found, None) or (_exported(sha256, member) if member else None)
    if made is None:
        return Verdict(
            found=False,
            sha256=sha256,
            sentence="This is no document of ours, or it was changed afterwards. "
            "Ask the sender for the original, or write to the media contact.",
        )
    return Verdict(
        found=True,
        sha256=sha256,
        sentence="This portal made this file, and not one byte was changed since.",
        title=made.title,
        made_at=made.made_at,
    )


def _exported(sha256: str, member: Member) -> MadeFile | None:
    made = Export.objects.filter(sha256=sha256, ready_at__isnull=False).order_by("ready_at")
    seen = (export for export in made if may_see_export(member, export))
    export = next(seen, None)
    if export is None or export.ready_at is None:
        return None
    return MadeFile(title=export.title, made_at=export.ready_at)
