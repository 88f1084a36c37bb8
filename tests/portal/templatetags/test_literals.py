"""Literal data in the style guide's template."""

from django.template import Context, Template


def render(text: str) -> str:
    return Template("{% load literals %}" + text).render(Context())


def test_literal_becomes_an_object() -> None:
    source = '{% literal seat %}{"member": {"name": "Elena Marsh"}}{% endliteral %}'
    assert render(source + "{{ seat.member.name }}") == "Elena Marsh"


def test_instants_become_datetimes() -> None:
    source = '{% literal moment %}{"at": "2026-11-21T21:05:00+00:00"}{% endliteral %}'
    assert render(source + '{{ moment.at|date:"Y-m-d" }}') == "2026-11-21"
