"""Who issued a text, where the text itself says so in one clear way."""

import re
from collections.abc import Iterable

_FAR_ENOUGH = 400

_WORD = r"(?:[A-ZÀ-ÖØ-Þ][\w.'\u2019&\-]*)"
_LINK = r"(?:(?:of|the|for|and|on|de|del|la|las|los|y)\s+){0,2}"
_NAME = rf"(?!(?:This|That|These|Our|Each|Every|Membership)\b){_WORD}(?:\s+{_LINK}{_WORD}){{1,9}}"
_BODIES = (
    "association|organization|organisation|coalition|conference|council|league|network|federation|"
    "alliance|nonprofit|membership|body"
)
_IS_BODY = re.compile(
    rf"^(?:The\s+|About\s+(?:the\s+)?)?(?P<name>{_NAME})\s*(?:\([A-Z]{{2,10}}\)\s*)?,?\s+(?:is|are)\s+"
    rf"(?:an?|the)\s+(?:[\w,\-]+\s+){{0,6}}?(?:{_BODIES})\b"
)
_ES_CUERPO = re.compile(
    rf"^(?:La\s+|El\s+)?(?P<name>{_NAME})\s*(?:\([A-Z]{{2,10}}\)\s*)?\s+es\s+una?\s+(?:\w+\s+){{0,3}}?"
    r"(?:asociación|organización|coalición|conferencia|consejo|liga|red|federación|alianza)\b"
)
_ACTS = re.compile(
    rf"^(?:The\s+)?(?P<name>{_NAME}?)\s+"
    r"(?:Forms?|Proposes?|Announces?|Launch(?:es)?|Urges?|Requests?)\s+\S"
)
_SENTENCES = re.compile(r"(?<=[.!?])\s+")


def guess_issuer(title: str, paragraphs: Iterable[str]) -> str:
    """Name the issuing organization, or nothing where the text names none or several."""
    texts = tuple(paragraphs)
    named = {name for text in texts for name in _bodies(text)}
    if named:
        return named.pop() if len(named) == 1 else ""
    acts = _ACTS.match(title[:_FAR_ENOUGH])
    name = acts["name"] if acts else ""
    return name if name and any(name in text for text in texts) else ""


def _bodies(text: str) -> list[str]:
    found = []
    for sentence in _SENTENCES.split(text):
        shown = sentence[:_FAR_ENOUGH]
        if match := _IS_BODY.match(shown) or _ES_CUERPO.match(shown):
            found.append(match["name"])
    return found
