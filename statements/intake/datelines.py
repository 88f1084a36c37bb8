"""The dateline: the place, perhaps a date, a dash, and then the lead."""

import re
from dataclasses import dataclass

from statements.intake.dates import DATE

_UPPER = "A-Z\u00c0-\u00d6\u00d8-\u00de"
_WORD = rf"[{_UPPER}](?:-?[\w.'\u2019])*"
_SMALL = r"(?:of|and|y|de|del|la|las|los|el)"
_DASH = r"(?:\s*(?:\u2014|\u2013|-{2,3})|\s+-(?=\s|$))"
_DATELINE = re.compile(
    rf"(?P<place>{_WORD}(?: (?:{_WORD}|{_SMALL})){{0,5}})"
    rf"(?P<region>(?:, {_WORD}(?: {_WORD}){{0,2}}){{0,2}})"
    rf"(?P<dated>(?P<open>\s*\(|,?\s+|{_DASH}\s*)(?P<date>(?i:{DATE}))(?P<shut>\)?))?"
    rf"(?P<dash>{_DASH})?(?:\s*(?P<rest>\S.*))?$"
)


@dataclass(frozen=True)
class Dateline:
    place: str
    date: str
    lead: str
    marks: str


def read_dateline(text: str) -> Dateline | None:
    """The parts of a text that opens with a dateline; `marks` are the signs between them."""
    found = _DATELINE.match(text)
    if not found or not (found["dash"] or (found["date"] and not found["rest"])):
        return None
    rest = found["rest"] or ""
    if not _is_place(found, rest):
        return None
    marks = "".join((found["open"] or "", found["shut"] or "", found["dash"] or ""))
    return Dateline(
        place=f"{found['place']}{found['region']}",
        date=found["date"] or "",
        lead=rest,
        marks="".join(marks.split()),
    )


def _is_place(found: re.Match[str], rest: str) -> bool:
    """A state, a date or capitals make it sure; a bare word needs a sentence after it."""
    if rest.isupper():
        return False
    opens = not rest.lstrip("\"\u201c\u00ab'\u2018\u00bf\u00a1")[:1].islower()
    sure = (
        found["region"] or found["date"] or (found["place"].isupper() and len(found["place"]) > 2)
    )
    if sure:
        return opens
    return opens and len(found["place"].split()) <= 3 and len(rest.split()) >= 8
