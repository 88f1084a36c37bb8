"""Quotations: who is quoted, and which paragraphs one quotation runs over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from statements.intake.result import TextBlock, plain_text
from statements.vocabulary.blocks import BlockKind

_UPPER = "A-Z\u00c0-\u00d6\u00d8-\u00de"
_OPENING = '"\u201c\u00ab'
_CLOSING = {"\u201c": "\u201d", "\u00ab": "\u00bb"}
_QUOTED = r"[\"\u201c][^\"\u201c\u201d]+[\"\u201d]"
_SAID = (
    r"(?:said|says|added|stated|noted|wrote|dijo|afirm\u00f3|se\u00f1al\u00f3|declar\u00f3"
    r"|agreg\u00f3|a\u00f1adi\u00f3|expres\u00f3)"
)
_ATTRIBUTED = re.compile(
    rf"{_QUOTED},?\s+{_SAID}\s+(?P<who>[^\"\u201c\u201d]+?)\.(?:\s+{_QUOTED})?"
)

_OFFICE = (
    r"(?:(?:Vice|Deputy|Acting|Interim|Police|Assistant|Executive) ){0,2}(?:Mayor|Chief|Sheriff"
    r"|Commissioner|Superintendent|President|Director|Chair|Governor|Alcalde|Alcaldesa|Jefe|Jefa"
    r"|Presidente|Presidenta|Comisionad[oa])(?: of Police| de Polic\u00eda)?"
)
_PERSON = rf"[{_UPPER}][\w'\u2019.-]*(?: [{_UPPER}][\w'\u2019.-]*){{1,3}}"
_PLACE = rf"[{_UPPER}][\w'\u2019.-]*(?: [{_UPPER}][\w'\u2019.-]*){{0,3}}"
_BEFORE = re.compile(
    rf"(?P<office>{_OFFICE}) (?P<person>{_PERSON})(?P<place> of (?:the )?{_PLACE})?"
)
_PLACE_FIRST = re.compile(rf"(?P<office>{_PLACE} {_OFFICE}) (?P<person>{_PERSON})(?P<place>)")
_AFTER = re.compile(rf"(?P<person>{_PERSON}), (?P<office>[^,;]+)(?P<place>)")
_BARE = re.compile(rf"(?P<person>{_PERSON})(?P<office>)(?P<place>)")
_ANY_OFFICE = re.compile(rf"\b{_OFFICE}\b", re.IGNORECASE)
_SECOND_PERSON = re.compile(rf"\b(?:and|y) {_PERSON}")

_RUNNING = frozenset({BlockKind.LEAD, BlockKind.PARAGRAPH, BlockKind.QUOTE})


@dataclass(frozen=True)
class Speaker:
    name: str
    title: str


def find_speaker(text: str) -> Speaker | None:
    """Who said a paragraph that is one attributed quotation; None where there is a doubt."""
    quotation = _ATTRIBUTED.fullmatch(text)
    if not quotation:
        return None
    who = quotation["who"]
    for pattern in (_BEFORE, _PLACE_FIRST, _AFTER, _BARE):
        found = pattern.fullmatch(who)
        if found:
            return _speaker(found)
    return None


def _speaker(found: re.Match[str]) -> Speaker | None:
    office = found["office"]
    titled = not office or _ANY_OFFICE.search(office)
    if not titled or _ANY_OFFICE.search(found["person"]) or _SECOND_PERSON.search(office):
        return None
    return Speaker(name=found["person"], title=f"{office}{found['place'] or ''}")


def mark_running(blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """Mark paragraphs that each open with a quotation mark, none but the last closing it."""
    marked = list(blocks)
    begun: list[int] = []
    for position, block in enumerate(blocks):
        text = plain_text(block)
        if block.kind not in _RUNNING or text[0] not in _OPENING:
            begun = []
            continue
        begun.append(position)
        if len(begun) > 1:
            for member in begun:
                marked[member] = replace(marked[member], running_quote=True)
        if _is_closed(text):
            begun = []
    return marked


def _is_closed(text: str) -> bool:
    if text[0] == '"':
        return text.count('"') % 2 == 0
    return text.count(text[0]) <= text.count(_CLOSING[text[0]])
