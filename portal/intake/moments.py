"""Times that people write down together with a zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from portal.vocabulary.refusals import Refusal


def instant_in(written: datetime, zone: str) -> datetime:
    """The one instant of a written time in its zone, in UTC.

    Raises Refusal where clocks skip that time or show it twice.
    """
    first, second = (written.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(first.tzinfo).replace(tzinfo=None, fold=0) != written:
        raise Refusal("Clocks skip this hour on that day. Choose another time.")
    raise Refusal("Clocks go back in this hour, so that it comes twice. Choose another time.")
