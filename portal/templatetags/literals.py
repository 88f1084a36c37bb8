"""Literal data inside a template, for the page that shows every component."""

import datetime as dt
import json
import re
from types import SimpleNamespace
from typing import Any

from django import template
from django.template import Context, NodeList
from django.template.base import Parser, Token

register = template.Library()

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


class LiteralNode(template.Node):
    """Puts the JSON between its tags into the context, under a name."""

    def __init__(self, content: NodeList, name: str) -> None:
        self.content = content
        self.name = name

    def render(self, context: Context) -> str:
        context[self.name] = json.loads(self.content.render(context), object_hook=_as_object)
        return ""


@register.tag
def literal(parser: Parser, token: Token) -> LiteralNode:
    """`{% literal thread %}{"title": "Capacity"}{% endliteral %}`; instants become datetimes."""
    _, name = token.split_contents()
    content = parser.parse(("endliteral",))
    parser.delete_first_token()
    return LiteralNode(content, name)


def _as_object(pairs: dict[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(**{key: _as_instant(value) for key, value in pairs.items()})


def _as_instant(value: Any) -> Any:
    is_instant = isinstance(value, str) and INSTANT.match(value)
    return dt.datetime.fromisoformat(value) if is_instant else value
