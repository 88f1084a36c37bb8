"""Lines that name the list below them, as "Morning session:" does."""

import re

from roundtable.intake.lines import ends_sentence, opens_large

_LONGEST_LABEL = 60
_LABEL_WORDS = 7

_AGENDA = re.compile(
    r"\b(?:agenda|program|run of show|topics|orden del d[ií]a|temas|puntos)\b", re.IGNORECASE
)
_OTHER_LIST = re.compile(
    r"(?:list of )?(?:attendees|participants|attending|present|apologies|members|invited|invitees|"
    r"attachments|enclosures|materials|notes|contacts?|cc|sponsors|signatories|signed by|"
    r"asistentes|participantes|anexos|notas|contactos?|firmantes)\b",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"(?:we|this|these|the|it|they|please|our|you|also|in|nosotros|también|esta|este)\b",
    re.IGNORECASE,
)


def is_label(text: str) -> bool:
    """Whether the line names what follows, as "Morning session:" does; no sentence does."""
    words = text.removesuffix(":").strip()
    is_short = len(words) <= _LONGEST_LABEL and len(words.split()) <= _LABEL_WORDS
    is_open = not ends_sentence(words) and not words.endswith((",", ";"))
    return is_short and is_open and opens_large(words) and not _is_sentence_start(text)


def _is_sentence_start(text: str) -> bool:
    return text.endswith(":") and _INTRODUCES.match(text) is not None


def is_agenda_label(text: str) -> bool:
    return _AGENDA.search(text) is not None


def is_other_list_label(text: str) -> bool:
    """Whether the list below is one of people or papers, not of things to talk about."""
    return _OTHER_LIST.match(text) is not None
