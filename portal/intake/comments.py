"""What somebody typed into a composer, made into formatted text in which mentions stand out.

Comments are CommonMark without HTML, pictures, headings, code and rules; a line break is kept.
A mention is `@Full Name`, followed by `(Organization)` where that tells people of one name apart.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token

from portal.vocabulary.rich_text import sanitized

NOT_TAKEN = (
    *("html_block", "html_inline", "image", "heading", "lheading", "hr"),
    *("code", "fence", "backticks", "reference"),
)
_AT = re.compile(r"(?<![\w@.])@(?=\w)")
_PARENTHESIS = re.compile(r" \(([^()\n]{1,200})\)")


@dataclass(frozen=True)
class Named:
    """Somebody who can be mentioned, with the names of the organizations that tell them apart."""

    pk: int
    name: str
    organizations: tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """A name as typed and all whom it can mean; `is_told_apart` when an organization follows it."""

    name: str
    meant: tuple[Named, ...]
    is_told_apart: bool = False


@dataclass(frozen=True)
class CommentText:
    """A comment as it is shown, and its mentions in the order of the text."""

    html: str
    mentions: tuple[Mention, ...]


def read_comment(source: str, people: Sequence[Named]) -> CommentText:
    """Renders a comment; words after an @ that are nobody's name stay as they were typed."""
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(list(NOT_TAKEN))
    tokens = markdown.parse(source)
    by_length = _by_length(people)
    mentions: list[Mention] = []
    for token in tokens:
        if token.children:
            token.children = list(_marked(token.children, by_length, mentions))
    html = sanitized(markdown.renderer.render(tokens, markdown.options, {}))
    return CommentText(html=html.strip(), mentions=tuple(mentions))


def may_hold_mention(source: str) -> bool:
    """Whether it is worth looking for people at all."""
    return _AT.search(source) is not None


def _by_length(people: Sequence[Named]) -> list[tuple[str, list[Named]]]:
    """Everybody by name, the longest first: "Ann Lee Jones" is no mention of Ann Lee."""

    def name(person: Named) -> str:
        return person.name.casefold()

    ordered = sorted(people, key=lambda person: (-len(person.name), name(person)))
    return [(found, list(several)) for found, several in groupby(ordered, key=name)]


def _marked(
    children: Sequence[Token], people: Sequence[tuple[str, list[Named]]], found: list[Mention]
) -> Iterator[Token]:
    """The same inline tokens, with mentions set apart as strong."""
    for child in children:
        if child.type != "text":
            yield child
            continue
        done = 0
        for start, end, mention in _mentions(child.content, people):
            found.append(mention)
            yield _text(child.content[done:start])
            yield Token("strong_open", "strong", 1)
            yield _text(child.content[start:end])
            yield Token("strong_close", "strong", -1)
            done = end
        yield _text(child.content[done:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _mentions(
    text: str, people: Sequence[tuple[str, list[Named]]]
) -> Iterator[tuple[int, int, Mention]]:
    done = 0
    for at in _AT.finditer(text):
        if at.start() >= done and (mention := _mention(text, at.end(), people)) is not None:
            start, done, found = at.start(), *mention
            yield start, done, found


def _mention(
    text: str, start: int, people: Sequence[tuple[str, list[Named]]]
) -> tuple[int, Mention] | None:
    """Who is named from here on, and where the mention ends."""
    for name, several in people:
        end = start + len(several[0].name)
        typed = text[start:end]
        if typed.casefold() != name or text[end : end + 1].isalnum():
            continue
        told_apart = _PARENTHESIS.match(text, end)
        if told_apart and (some := _of(several, told_apart[1])):
            return told_apart.end(), Mention(typed, tuple(some), is_told_apart=True)
        return end, Mention(typed, tuple(several))
    return None


def _of(people: Sequence[Named], organization: str) -> list[Named]:
    wanted = organization.casefold()
    return [
        person for person in people if wanted in {name.casefold() for name in person.organizations}
    ]
