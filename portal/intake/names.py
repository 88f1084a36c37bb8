"""Names from outside: of files, made safe to show, to store and to send in a header; of people and
bodies, taken as they are read on screen or refused with a sentence."""

import re
import unicodedata

from portal.intake.texts import INVISIBLE
from portal.vocabulary.refusals import Refusal

LONGEST = 120

_FOLDERS = re.compile(r"[/\\]")
_UNSAFE = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")


def safe_name(name: str, *, ending: str) -> str:
    """The name without folders, control and reordering characters, ending in what the file is."""
    last = _FOLDERS.split(unicodedata.normalize("NFC", name))[-1]
    seen = "".join(letter for letter in _SPACES.sub(" ", last) if not _is_hidden(letter))
    stem = _UNSAFE.sub("_", seen).strip()
    same = {".jpg": (".jpg", ".jpeg")}.get(ending, (ending,))
    for known in same:
        stem = stem[: -len(known)] if stem.lower().endswith(known) else stem
    return (stem.strip(" .")[: LONGEST - len(ending)] or "file") + ending


def _is_hidden(letter: str) -> bool:
    """Control, format (among them the reordering ones), lost and unassigned characters."""
    return unicodedata.category(letter)[0] == "C"


_JOINERS = "\u200c\u200d"
_WITHOUT_JOINERS = dict.fromkeys(map(ord, _JOINERS))
_JOINED_SCRIPTS = (
    *("ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL"),
    *("TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "MYANMAR", "KHMER"),
)
"""Where a joiner between two letters changes how they are written; elsewhere it only hides."""
# Letters and marks by their class, that nevertheless show nothing.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_LINES = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_TWO_LINES = "Write it on one line."
_HIDDEN = "It holds a character that nobody sees, or that turns what is read. Type it again."
_NO_LETTER = "Write it with at least one letter or digit."


def check_name(text: str) -> str:
    """A name or a title: one line in NFC, single blanks, nothing in it hidden. Raises Refusal.

    As in longer texts, what is invisible and changes no word is dropped, and what turns or hides
    letters is refused. Letters of every script pass, with their accents; an empty one stays empty.
    """
    if _LINES.search(text.strip()):
        raise Refusal(_TWO_LINES)
    shown = "".join(
        letter
        for place, letter in enumerate(text)
        if not INVISIBLE.match(letter) or _joins(text, place)
    )
    clean = unicodedata.normalize("NFC", " ".join(shown.split()))
    if _BLANK.search(clean) or any(map(_is_hidden, clean.translate(_WITHOUT_JOINERS))):
        raise Refusal(_HIDDEN)
    if clean and not any(letter.isalnum() for letter in clean):
        raise Refusal(_NO_LETTER)
    return clean


def _joins(text: str, place: int) -> bool:
    """Whether a joiner stands there between letters of a script that is written with it."""
    around = text[place - 1 : place] + text[place + 1 : place + 2]
    return (
        text[place] in _JOINERS
        and len(around) == 2
        and all(unicodedata.name(letter, "").startswith(_JOINED_SCRIPTS) for letter in around)
    )
