"""What a browser would send of the block editor, and a draft to edit."""

import re
from html import unescape

from django.test import Client

from portal.models import Organization
from statements.models import Statement
from statements.operations.importing import Origin, import_statement
from tests.portal.samples import RELEASE

TEXT = [
    "Two Bodies Ask for Notice",
    "ALDERBROOK, Ohio",
    "The two bodies met on Monday and agreed on one thing.",
    "They ask for notice two days ahead.",
]


def imported(city: Organization, issuer: Organization) -> Statement:
    """A draft of a city that an association is to issue, of four passages."""
    origin = Origin(file_name="a.txt", organization=city, issuers=[issuer], actor=None)
    return import_statement(text=RELEASE, origin=origin)


def edit_url(statement: Statement) -> str:
    return f"/statements/{statement.ref}/edit/"


def fields(html: str) -> dict[str, object]:
    """What a browser would send of the form on a page."""
    form = next(part for part in html.split("<form")[1:] if 'name="order"' in part)
    sent: dict[str, object] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and name[1] != "csrfmiddlewaretoken":
            sent.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    for name, text in re.findall(
        r'<textarea name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL
    ):
        sent[name] = unescape(text)
    for name, options in re.findall(r'<select name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        sent[name] = re.search(r'value="([^"]*)" selected', options)[1]
    return sent


def passages(html: str) -> list[str]:
    sent = fields(html)
    return [str(sent[f"text-{name}"]) for name in sent["order"][0].split()]


def press(page: Client, url: str, sent: dict[str, object], button: str):
    return page.post(url, {**sent, "press": button})


def names(sent: dict[str, object]) -> list[str]:
    return sent["order"][0].split()
