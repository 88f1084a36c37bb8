"""Lines that open something by themselves, with or without a blank line above."""

import re
from dataclasses import dataclass
from enum import Enum, auto

from statements.intake.dates import DATE_LINE


class Mark(Enum):
    """What a chunk of lines was recognized as.

    NONE is text whose kind its place decides; TITLE and ADDRESSEE are known by place only.
    """

    NONE = auto()
    RELEASE = auto()
    EMBARGO = auto()
    CONTACT = auto()
    DATE = auto()
    END = auto()
    FURNITURE = auto()
    ABOUT = auto()
    ITEM = auto()
    WHEREAS = auto()
    RESOLVED = auto()
    ADOPTED = auto()
    FOOTNOTE = auto()
    SIGNED = auto()
    SUBJECT = auto()
    SALUTATION = auto()
    TITLE = auto()
    ADDRESSEE = auto()
    CLOSING = auto()
    COPIES = auto()


@dataclass(frozen=True)
class Opener:
    """`strong`: opens even in the middle of a sentence. `alone`: nothing below belongs to it."""

    mark: Mark
    pattern: re.Pattern[str]
    strong: bool = False
    alone: bool = False


_UPPER = "A-Z\u00c0-\u00d6\u00d8-\u00de"
_NAME = rf"[{_UPPER}0-9][\w.'\u2019&-]*"
_SMALL = r"(?:of|the|and|for|on|in|to|at|&|de|del|la|las|el|los|y|para|en|a)"
_ORGANIZATION = rf"{_NAME}(?:,?\s+(?:{_NAME}|{_SMALL}|\([{_UPPER}]+\))){{0,14}}"
_SPLIT = r"(?:\s*[\u2013\u2014:]|\s+-{1,2}\s|\s*--)"
ABOUT = re.compile(
    rf"(?:About|ABOUT|Acerca de|ACERCA DE|Sobre|SOBRE)\s+"
    rf"(?:(?:the|The|THE|el|la|los|las|EL|LA)\s+)?"
    rf"(?=[{_UPPER}])(?P<name>{_ORGANIZATION})(?:{_SPLIT}|$)"
)

END_MARK = re.compile(
    r"(?:#\s*){3,}|-\s?30\s?-|(?:[-\u2013\u2014(]\s?)?(?:END|FIN)(?:\s?[-\u2013\u2014)])?"
)

_ANY = re.IGNORECASE
_OPENERS = (
    Opener(Mark.DATE, re.compile(rf"(?:{DATE_LINE})$"), alone=True),
    Opener(Mark.END, re.compile(rf"(?:{END_MARK.pattern})$"), alone=True),
    Opener(
        Mark.RELEASE,
        re.compile(
            r"(?:for immediate release|for immediate publication"
            r"|para (?:su )?(?:publicaci\u00f3n|divulgaci\u00f3n|difusi\u00f3n) "
            r"inmediata)\b.{0,60}$"
            r"|(?:hold )?for release:.{1,80}$|para publicaci\u00f3n:.{1,80}$",
            _ANY,
        ),
        alone=True,
    ),
    Opener(Mark.RELEASE, re.compile(r"(?:HOLD )?FOR RELEASE\b.{0,80}$"), alone=True),
    Opener(
        Mark.EMBARGO,
        re.compile(
            r"(?:strictly |under )?embargo(?:ed)?(?: for (?:release|publication))?"
            r"(?::| until\b).{0,120}$|embargad[oa] hasta\b.{0,120}$|embargo hasta\b.{0,120}$",
            _ANY,
        ),
        alone=True,
    ),
    Opener(
        Mark.CONTACT,
        re.compile(
            r"(?:(?:media|press|news|communications) contacts?(?: information)?"
            r"|(?:for )?(?:media|press) inquiries"
            r"|for (?:more|further) information(?:,? (?:please )?contact)?|contacts?"
            r"|contactos?(?: (?:de|para la|para) (?:prensa|medios))?"
            r"|para (?:m\u00e1s|mayor) informaci\u00f3n)\s*:.*$|(?:media|press) contacts?$"
            r"|contactos? (?:de|para la|para) (?:prensa|medios)$",
            _ANY,
        ),
    ),
    Opener(Mark.ABOUT, ABOUT),
    Opener(Mark.ABOUT, re.compile(r"About Us$|ABOUT US$|Qui\u00e9nes [Ss]omos$")),
    Opener(
        Mark.WHEREAS,
        re.compile(
            r"(?:WHEREAS|CONSIDERANDO|POR CUANTO)\b|(?:Whereas|Considerando|Por cuanto)[,:;]"
        ),
        strong=True,
    ),
    Opener(
        Mark.RESOLVED,
        re.compile(
            r"(?:NOW,? THEREFORE|THEREFORE,? BE IT|BE IT (?:FURTHER |FINALLY )?RESOLVED|RESOLVED"
            r"|POR (?:LO )?TANTO|RESU\u00c9LVASE|SE RESUELVE|RESUELVE)\b"
            r"|Now,? [Tt]herefore,? (?:[Bb]e [Ii]t|[Ll]et [Ii]t)\b"
            r"|Be [Ii]t (?:[Ff]urther )?[Rr]esolved\b"
        ),
        strong=True,
    ),
    Opener(
        Mark.ADOPTED,
        re.compile(
            r"(?:ADOPTED|APPROVED|PASSED|ADOPTADA|APROBADA)\b"
            r"|(?:Adopted|Approved|Passed|Adoptada|Aprobada) (?:this|by|on|at|and|el|por|en)\b"
        ),
    ),
    Opener(Mark.FOOTNOTE, re.compile(r"\[\d{1,3}\]\s*\S|[\u00b9\u00b2\u00b3\u2070-\u2079]+\s*\S")),
    Opener(
        Mark.SIGNED,
        re.compile(
            r"(?:signed|(?:co-?)?signatories|(?:co-?)?signers|(?:co-?)?signed by|the undersigned"
            r"|late signers|firmantes|firmad[oa] por|firman|firmas|suscriben)\s*(?:[:,]\s*$|$|:\s)",
            _ANY,
        ),
    ),
    Opener(Mark.SUBJECT, re.compile(r"(?:re|subject|asunto|ref\.?)\s*:\s*\S", _ANY)),
    Opener(
        Mark.SALUTATION,
        re.compile(
            r"(?:dear|estimad[oa]s?|querid[oa]s?|distinguid[oa]s?)\b[^.!?]{1,120}[:,]$"
            r"|(?:to whom it may concern|a quien corresponda)[:,]$",
            _ANY,
        ),
        alone=True,
    ),
    Opener(
        Mark.CLOSING,
        re.compile(
            r"(?:sincerely|sincerely yours|yours sincerely|respectfully|respectfully submitted"
            r"|(?:very )?(?:truly )?yours|yours truly|(?:best |kind |warm )?regards|with respect"
            r"|in solidarity|in partnership"
            r"|atentamente|respetuosamente|cordialmente|sinceramente|saludos cordiales),?$",
            _ANY,
        ),
        alone=True,
    ),
    Opener(Mark.COPIES, re.compile(r"(?:c\.?c\.?|copies to|copy to|con copia a|copia)\s*:", _ANY)),
)


def find_opener(text: str, *, unfinished: bool) -> Opener | None:
    """The opener that the line matches; only a strong one after an unfinished line."""
    return next(
        (o for o in _OPENERS if (o.strong or not unfinished) and o.pattern.match(text)), None
    )
