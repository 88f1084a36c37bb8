"""Keeps words whole, so that a page's extracted text reads like the text itself."""

import re

# Longer compounds, mostly addresses, may break.
LONGEST = 40

_TEXT = re.compile(r"<(style|svg)\b.*?</\1>|>([^<]+)(?=<)", re.DOTALL)
_COMPOUND = re.compile(r"\w[\w.'\u2019]*(?:[-\u2013\u2014/]\w[\w.'\u2019]*)+")


def keep_words_whole(html: str) -> str:
    """Forbids line breaks inside "de-escalation" and at a dash between two words."""
    head, body, text = html.partition("<body")
    return head + body + _TEXT.sub(_kept, text)


def _kept(found: re.Match[str]) -> str:
    text = found.group(2)
    return f">{_COMPOUND.sub(_whole, text)}" if text else found.group()


def _whole(compound: re.Match[str]) -> str:
    word = compound.group()
    return word if len(word) > LONGEST else f'<span class="whole">{word}</span>'
