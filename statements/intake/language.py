"""Which of the portal's two languages a text is in."""

import re

from statements.intake.result import Language

_ENGLISH = re.compile(
    r"(?i)\b(?:the|of|and|to|that|is|are|for|with|this|we|our|by|on|it|as|be|have|will|in)\b"
)
_SPANISH = re.compile(
    r"(?i)\b(?:el|la|los|las|de|del|y|que|en|para|con|por|una|un|se|es|nuestra|al|su|como)\b"
)


def find_language(text: str) -> Language:
    """The language whose small words are more frequent; English where there are none."""
    return "es" if len(_SPANISH.findall(text)) > len(_ENGLISH.findall(text)) else "en"
