"""File names from outside, made safe to show, to store and to send in a header."""

import re
import unicodedata

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
