"""What is never stored anywhere, and how to recognize it in a text: pure, without a database.

Aggregates, policies, offices and documents may be stored; never a person that the topics are
about. A mere mention ("Form I-247A asks for notice") passes; an identifier, a filled-in form or a
marked document stops. False hits are expected to be few and can be released by staff.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

A_NUMBER = "an alien registration number (A-number)"
BIRTH_DATE = "a date of birth"
SOCIAL_SECURITY = "a Social Security or taxpayer number"
POLICE_NUMBER = "a police or fingerprint record number"
CASE_NUMBER = "the number of a person's case, receipt, booking or passport"
CASE_FORM = "a detainer, warrant, manifest or custody form"
PERSON_FIELD = "a field of a case form that names a person"
MARKED = "a law-enforcement-sensitive or criminal justice marking"
ADDRESS = "the address of a shelter or sponsor"


@dataclass(frozen=True)
class Finding:
    """A passage that must not be stored; it stays out of every representation and log.

    `sha256` names the passage to a later release; `line` counts from 1.
    """

    passage: str = field(repr=False)
    reason: str
    sha256: str
    line: int


_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc"), "'")


def _plain(text: str) -> str:
    """One spelling for each look: a full-width digit, a narrow space or a long dash is no hiding
    place."""
    clean = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFKC", clean).translate(_DASHES | _QUOTES)


def _pattern(expression: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(expression, flags | re.VERBOSE | re.MULTILINE)


_END = r"(?![0-9A-Za-z])"
_APART = r"[ .\-]{0,2}\n?"
_EIGHT_OR_NINE = rf"(?:\d{{8,9}} | \d{{2,3}}{_APART}\d{{3}}{_APART}\d{{2,3}}){_END}"
_LABEL = r"\s*(?:\#|:|=|-|is|was)?\s*(?:\#|:)?\s*"
_NUMBER = r"(?:\s*(?:numbers?|num\.?|no\.?|id|\#))"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?:19|20)\d\d"
_DATE = rf"""(?:
    \d{{1,2}}[/.\-]\d{{1,2}}[/.\-](?:{_YEAR}|\d\d)
  | {_YEAR}[/.\-]\d{{1,2}}[/.\-]\d{{1,2}}
  | {_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s{_YEAR}
  | \d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?\s{_YEAR}
){_END}"""
_BIRTH = r"""(?:
    (?<![A-Za-z])d\.?o\.?b\.?(?![A-Za-z])
  | \bdate\s+of\s+birth\b | \bbirth\s?dates?\b | \bbirthday\b
  | \bfecha\s+de\s+nacimiento\b | \bdate\s+de\s+naissance\b
)"""
_CODE = r"(?=[A-Z\-]{0,6}\d{4})[A-Z0-9\-]{5,20}"

_PASSAGES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        A_NUMBER,
        _pattern(  # A123456789, A 123 456 789, A-123-456-789, A#123456789, A No. 12345678
            rf"""(?<![A-Za-z0-9])(?<!\d[\-/.])
            (?<!exhibit[ ])(?<!appendix[ ])(?<!annex[ ])(?<!section[ ])(?<!schedule[ ])
            (?<!part[ ])(?<!table[ ])(?<!figure[ ])(?<!tab[ ])
            (?-i:A|\(A\)|a(?=[\-\#]?\d))(?:[ \-]?(?:file|number|num\.|no\.?))?
            [ ]?[:\#\-.]?[ ]?{_EIGHT_OR_NINE}"""
        ),
    ),
    (
        A_NUMBER,
        _pattern(
            rf"""\b(?:alien|uscis|a|a-file)(?:[ \-]?(?:registration|file))?{_NUMBER}{_LABEL}A?[ \-]?
            (?:{_EIGHT_OR_NINE} | \d{{7}}{_END})"""
        ),
    ),
    (BIRTH_DATE, _pattern(rf"{_BIRTH}[^\w\n]{{0,6}}(?:is\s|was\s|of\s)?\s*{_DATE}")),
    (
        BIRTH_DATE,  # a form's line; "Date of birth: held by ICE" in a table of elements passes
        _pattern(
            rf"""^[^\w\n]*{_BIRTH}(?:[ ]?\([^)\n]*\))?[ ]?:[^\w\n]{{0,3}}\d[^\n]*
            | ^[ ]*{_BIRTH}(?:[ ]?\([^)\n]*\))?[ ]?:[ _]*$"""
        ),
    ),
    (
        BIRTH_DATE,
        _pattern(rf"(?:\bborn|\bb\.|\bnacid[oa]|\bn[eé]e?)\s+(?:on\s|el\s|le\s)?(?:the\s)?{_DATE}"),
    ),
    (
        SOCIAL_SECURITY,
        _pattern(r"(?<![\d\-])(?!000|666)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d\-])"),
    ),
    (
        SOCIAL_SECURITY,
        _pattern(
            rf"""\b(?:ssn|itin|social\s+security{_NUMBER}?){_LABEL}
            \d{{3}}[ \-.]?\d{{2}}[ \-.]?\d{{4}}{_END}"""
        ),
    ),
    (
        POLICE_NUMBER,
        _pattern(
            rf"""\b(?:(?:fbi|sid|state\s+identification|fingerprint\s+identification|fins)
            (?:{_NUMBER}|\s*ucn|(?<=sid)\s*:)|ucn\s*[:\#]){_LABEL}{_CODE}{_END}"""
        ),
    ),
    (CASE_NUMBER, _pattern(rf"\b(?:IOE|EAC|WAC|LIN|SRC|MSC|NBC|YSC)[ \-]?\d{{10}}{_END}", 0)),
    (
        CASE_NUMBER,
        _pattern(
            rf"""\b(?:passport|i-94|booking|inmate|detainee|subject|uac?|alien|person)
            {_NUMBER}{_LABEL}{_CODE}{_END}"""
        ),
    ),
    (
        PERSON_FIELD,
        _pattern(  # a line of a form; the sponsor of a resolution and a witness are not meant
            r"""^[^\w\n]*(?:\d{1,2}[.)]\s*)?(?:
              (?:full\s+)?name\s+of\s+(?:the\s+)?
                (?:subject|alien|detainee|respondent|minor|child|inmate|migrant|passenger|victim)
            | (?:subject|alien|detainee|minor|child|inmate|migrant|passenger|victim)(?:'s)?
                \s+(?:full\s+|last\s+|first\s+|family\s+)?name
            )(?:\s*\([^)\n]*\))?\s*:[^\n]*"""
        ),
    ),
    (
        ADDRESS,
        _pattern(
            r"""\b(?:(?:shelter|sponsor(?:'s)?|safe[ ]?house|foster[ ](?:home|family)|placement)s?
            [ ](?:site[ ]|home[ ]|street[ ])?address(?:es)?|address(?:es)?[ ]of[ ](?:the[ ])?
            (?:shelter|sponsor|safe[ ]?house)s?)\s*[:\-]\s*[^\n]{0,60}?\d{1,6}[ ]\w[^\n]*"""
        ),
    ),
    (
        ADDRESS,
        _pattern(
            r"""^[^\w\n]*(?:shelter|sponsor|safe[ ]?house)[^:\n]{0,30}:[^\n]{0,40}?
            \b\d{1,6}[ ](?:[\w.]+[ ]){1,4}
            (?:st|street|ave|avenue|rd|road|blvd|boulevard|dr|drive|ln|lane|way|ct|court|pl|place
            |hwy|highway)\b[^\n]*"""
        ),
    ),
    (
        MARKED,
        _pattern(
            r"(?:\b(?:U|UNCLASSIFIED|FOUO|CUI|SBU))//(?:[A-Z\-]+//)*"
            r"(?:LES|LEI|SP-CHRI|LAW[ ]ENFORCEMENT[ ]SENSITIVE)\b",
            0,
        ),
    ),
)

_MARKING_WORDS = re.compile(
    r"unclassified|fouo|for official use only|les|law enforcement (?:sensitive|use only|only)"
    r"|cjis|cji|criminal justice information|criminal history record information|chri|ncic"
    r"|sensitive|confidential|restricted|controlled|cui|data|information|document|system|only"
    r"|(?:do )?not (?:for )?(?:public )?(?:release|disseminate|distribute|dissemination)"
    r"|this document is|contains|warning|notice|u",
    re.IGNORECASE,
)
_STRONG_MARKING = re.compile(
    r"\blaw enforcement (?:sensitive|use only|only)\b"
    r"|\b(?:cjis|cji|chri|ncic)\b.*\b(?:data|information|sensitive|only|restricted|confidential)\b"
    r"|\bcriminal (?:justice|history record) information\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-*•◦▪·o]|\d{1,2}[.)]|[a-z][.)])\s+")
_FORM_TITLE = re.compile(
    r"(?:immigration )?detainer ?-+ ?notice of action"
    r"|warrant for arrest of (?:an )?alien"
    r"|warrant of removal(?: ?/ ?deportation)?"
    r"|record of deportable ?/ ?inadmissible alien"
    r"|notice to appear|notice of custody determination|order of supervision"
    r"|order of release on recognizance|notice and order of expedited removal"
    r"|(?:passenger|flight|bus|transport(?:ation)?|transfer) manifest"
    r"|sponsor care agreement|orr verification of release|verification of release",
    re.IGNORECASE,
)
_FORM_TRIMMINGS = re.compile(
    r"u\.?s\.? department of homeland security|department of homeland security|dhs|form|rev\.?"
    r"|page \d+(?: of \d+)?|[ig]-?\d{2,3}[a-z]?|\(\d{1,2}/\d{2,4}\)|in removal proceedings.*"
    r"|(?:bus|flight|date|no\.?|number)\b.*",
    re.IGNORECASE,
)
_FILLED_IN = re.compile(
    r"^\W*(?:\d{1,2}[.)]\s*)?(?:name|last name|family name|subject|alien|detainee|respondent"
    r"|in the matter of|file no|file number|a-?number|a-?file|date of birth|nationality"
    r"|country of citizenship|passengers?|seat)\b[^.\n]{0,40}[:_#]",
    re.IGNORECASE,
)
_NEARBY = 15


def findings(text: str) -> list[Finding]:
    """What of a text must not be stored, in the order of the text, each passage once."""
    plain = _plain(text)
    taken: list[tuple[int, int, str]] = []
    for start, end, reason in _hits(plain):
        if not any(start < other_end and end > other for other, other_end, _ in taken):
            taken.append((start, end, reason))
    return [_finding(plain, start, end, reason) for start, end, reason in sorted(taken)]


def passage_sha256(passage: str) -> str:
    """The name of a passage: the same however its white space is broken into lines."""
    return hashlib.sha256(" ".join(_plain(passage).split()).encode()).hexdigest()


def _finding(plain: str, start: int, end: int, reason: str) -> Finding:
    passage = " ".join(plain[start:end].split())
    line = plain.count("\n", 0, start) + 1
    return Finding(passage=passage, reason=reason, sha256=passage_sha256(passage), line=line)


def _hits(plain: str) -> Iterator[tuple[int, int, str]]:
    for reason, pattern in _PASSAGES:
        for match in pattern.finditer(plain):
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield start, match.end(), reason
    yield from _lines(plain, MARKED, _is_marking)
    yield from _lines(plain, CASE_FORM, _is_form_heading)


def _lines(
    plain: str, reason: str, is_hit: Callable[[list[str], int], bool]
) -> Iterator[tuple[int, int, str]]:
    lines, start = plain.split("\n"), 0
    for number, line in enumerate(lines):
        if line.strip() and is_hit(lines, number):
            yield start + len(line) - len(line.lstrip()), start + len(line), reason
        start += len(line) + 1


def _is_marking(lines: list[str], number: int) -> bool:
    """A line that consists of a marking; a sentence or a list item about markings is none."""
    line = lines[number].strip()
    if len(line) > 160 or not _STRONG_MARKING.search(line):
        return False
    if _BULLET.match(line) and not line.isupper():
        return False
    return not any(map(str.isalnum, _MARKING_WORDS.sub("", line)))


def _is_form_heading(lines: list[str], number: int) -> bool:
    """The title of a form on a line of its own: in capitals, as a label, or with fields below."""
    line = lines[number].strip()
    if len(line) > 120 or not (title := _FORM_TITLE.search(line)):
        return False
    around = _FORM_TRIMMINGS.sub("", line[: title.start()] + " " + line[title.end() :])
    if any(map(str.isalnum, around)):
        return False
    if not _BULLET.match(lines[number]) and (title[0].isupper() or line.endswith(":")):
        return True
    below = lines[number + 1 : number + 1 + _NEARBY]
    return any(_FILLED_IN.match(following) for following in below)
