"""Somebody who follows links and presses buttons, and writes down what is wrong."""

import re
from collections import Counter
from dataclasses import dataclass, field
from html import unescape

from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from lxml.html import HtmlElement

from portal.models import Member
from tests.portal.pdf_reading import extracted_text
from tests.whole.pages import Page, Press, read

EACH_KIND = 3
"""So many addresses of one kind are opened: the first that is found, and what it leads to."""

DONE = {200, 302}
SAID = {409, 422}
"""Not now, and not like this: with a sentence, and with what was typed."""

NOT_OPENED = ("/static/", "/sample-mail/")
FOLDED = re.compile(r"\r?\n[ \t]")
"""Where a line of a calendar goes on."""


@dataclass
class Walk:
    """What somebody met."""

    client: Client
    reader: Member | None
    pages: dict[str, Page] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    opened: Counter[str] = field(default_factory=Counter)
    texts: dict[str, str] = field(default_factory=dict)

    def open_all(self, start: str) -> None:
        """Follows links from here, a few of each kind."""
        waiting, seen = [(start, "the start")], {start}
        while waiting:
            path, source = waiting.pop(0)
            if not self._is_wanted(path):
                continue
            answer = self.client.get(path, follow=True)
            if answer.status_code != 200:
                self.problems.append(f"{path}, linked from {source}: {answer.status_code}")
                continue
            self.texts[path] = words_of(answer)
            if not is_page(answer):
                continue
            self.pages[path] = page = read(path, answer.content)
            for link in sorted(page.links() - seen):
                seen.add(link)
                waiting.append((link, path))

    def _is_wanted(self, path: str) -> bool:
        if path.startswith(NOT_OPENED):
            return False
        kind = kind_of(path)
        if not kind:
            self.problems.append(f"{path} is no address of the portal")
            return False
        self.opened[kind] += 1
        return self.opened[kind] <= EACH_KIND

    def press_all(self) -> int:
        """Presses every kind of button once for each choice; gives how many presses it were."""
        kinds: dict[tuple[str, str, str, int], tuple[str, Press]] = {}
        for path, page in self.pages.items():
            for press in page.presses():
                names = " ".join(sorted({name for name, _ in press.fields}))
                kind = (kind_of(press.action), names, press.button, press.choice)
                kinds.setdefault(kind, (path, press))
        for path, press in kinds.values():
            self._press(path, press)
        return len(kinds)

    def _press(self, path: str, press: Press) -> None:
        """In a transaction that is taken back, so that the next press meets what this one met."""
        cookies = self.client.cookies.copy()
        said = f"“{press.button}” ({press.choice}) on {path}"
        with transaction.atomic():
            send = self.client.post if press.method == "post" else self.client.get
            answer = send(
                press.action, press.sent(), headers={"Referer": f"http://localhost{path}"}
            )
            self._judge(said, press, answer)
            transaction.set_rollback(True)
        self.client.cookies = cookies

    def _judge(self, said: str, press: Press, answer: HttpResponse) -> None:
        status, target = answer.status_code, answer.headers.get("Location", "")
        self.texts[said] = words_of(answer)
        if status not in DONE | SAID:
            self.problems.append(f"{said} -> {press.action}: {status}")
        elif status in SAID and (lacking := what_lacks(press, answer)):
            self.problems.append(f"{said}: {status} without {lacking}")
        elif status == 302:
            self._open_target(said, target)

    def _open_target(self, said: str, target: str) -> None:
        """The page that answers a press, as it is then; it may be somebody else who signed in."""
        answer = self.client.get(target, follow=True)
        if self.client.session.get(SESSION_KEY) in {None, self.reader and str(self.reader.pk)}:
            self.texts[f"{said} -> {target}"] = words_of(answer)
        if answer.status_code != 200:
            self.problems.append(f"{said} -> {target}: {answer.status_code}")


def kind_of(path: str) -> str:
    """Name of the address, with what is asked of it; empty where there is none."""
    place, _, query = path.partition("#")[0].partition("?")
    try:
        name = resolve(place).url_name
    except Resolver404:
        return ""
    asked = " ".join(sorted(part.partition("=")[0] for part in query.split("&"))) if query else ""
    return f"{name} {asked}".strip()


def is_page(answer: HttpResponse) -> bool:
    return answer.headers.get("Content-Type", "").startswith("text/html")


def words_of(answer: HttpResponse) -> str:
    """As it is read: a page without its quoting, a PDF's words, a calendar's lines unfolded."""
    body = answer.getvalue()  # to its end: then the test client closes a file
    if body.startswith(b"%PDF"):
        return extracted_text(body)
    text = body.decode(errors="replace")
    return unescape(text) if is_page(answer) else FOLDED.sub("", text).replace("\\,", ",")


def what_lacks(press: Press, answer: HttpResponse) -> str:
    """What is missing of a refusal: its sentence, or a field whose text is gone.

    A form that asks anew keeps each text in its field; where the moment is wrong, the page shows
    them to be copied, without what is chosen again in a moment.
    """
    if not is_page(answer):
        return "" if answer.text.strip() else "a sentence"
    page = read(press.action, answer.content)
    if answer.status_code == 422 and not any(
        words_in(box) for box in page.tree.iter() if is_refusal(box)
    ):
        return "a sentence"
    typed = {(name, folded(value)) for name, value in press.typed}
    if answer.status_code == 422:
        lost = typed - {(name, folded(value)) for name, value in page.typed()}
    else:
        text = folded(unescape(answer.text))
        lost = {pair for pair in typed if not pair[1].isdecimal() and pair[1] not in text}
    return ", ".join(sorted(name for name, _ in lost))


def is_refusal(element: HtmlElement) -> bool:
    return not {"error-summary", "field-errors", "errorlist"}.isdisjoint(
        element.get("class", "").split()
    )


def words_in(element: HtmlElement) -> str:
    return folded("".join(element.itertext()))


def folded(text: str) -> str:
    """Without the line breaks that a page adds."""
    return " ".join(text.split())
