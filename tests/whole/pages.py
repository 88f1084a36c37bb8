"""Pages as a person uses them: what their links name, and what their forms would send."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml.html import HtmlElement, HTMLParser, document_fromstring

Fields = list[tuple[str, str]]
WORDS = "Words of a sample"
SMALL_GROUP = 4
"""Of so few choices each is made once, with a press of its own; of more, the first."""


@dataclass(frozen=True)
class Press:
    """One button of a form, with everything that the form sends when it is pressed.

    `choice` counts the presses of one button that differ in the radio buttons chosen.
    """

    method: str
    action: str
    button: str
    choice: int
    fields: tuple[tuple[str, str], ...]
    typed: frozenset[tuple[str, str]]
    """Those of the fields in which somebody writes."""

    def sent(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        return found


@dataclass(frozen=True)
class Page:
    """A page that was fetched from `path`."""

    path: str
    tree: HtmlElement

    def links(self) -> set[str]:
        """Addresses of this site, without the place on the page."""
        found = {
            urljoin(self.path, link.get("href", "")).partition("#")[0]
            for link in self.tree.iter("a")
            if link.get("href")
        }
        return {link for link in found if link.startswith("/") and not link.startswith("//")}

    def typed(self) -> set[tuple[str, str]]:
        """Name and text of every field in which somebody writes."""
        return {
            (control.get("name", ""), _written(control))
            for control in self.tree.iter()
            if _is_typed(control)
        }

    def presses(self) -> list[Press]:
        return [press for form in self.tree.iter("form") for press in self._of_form(form)]

    def _of_form(self, form: HtmlElement) -> Iterator[Press]:
        """One for each of its buttons, wherever on the page they stand."""
        inside = list(form.iter())
        name = form.get("id")
        beside = self.tree.iter("input", "select", "textarea", "button") if name else ()
        others = [each for each in beside if each.get("form") == name and each not in inside]
        controls = [*inside, *others]
        filled = [pair for control in controls for pair in _value(control)]
        typed = frozenset(
            pair for control in controls if _is_typed(control) for pair in _value(control)
        )
        for choice, chosen in enumerate(_choices(controls)):
            for button in (control for control in controls if _submits(control)):
                named = button.get("name")
                own = [(named, button.get("value", ""))] if named else []
                yield Press(
                    method=(button.get("formmethod") or form.get("method") or "get").lower(),
                    action=urljoin(self.path, button.get("formaction") or form.get("action") or ""),
                    button=" ".join("".join(button.itertext()).split()),
                    choice=choice,
                    fields=(*filled, *chosen, *own),
                    typed=typed,
                )


def read(path: str, source: bytes) -> Page:
    parser = HTMLParser(encoding="utf-8", remove_comments=True)
    return Page(path, document_fromstring(source, parser=parser))


def _submits(control: HtmlElement) -> bool:
    if control.get("disabled") is not None:
        return False
    return (control.tag == "button" and control.get("type", "submit") == "submit") or (
        control.tag == "input" and control.get("type") == "submit"
    )


def _choices(controls: list[HtmlElement]) -> list[Fields]:
    """One of each group of radio buttons, until of the small groups each one was chosen."""
    groups: dict[str, list[HtmlElement]] = {}
    for control in controls:
        is_radio = control.tag == "input" and control.get("type") == "radio"
        if is_radio and control.get("name") and control.get("disabled") is None:
            groups.setdefault(control.get("name", ""), []).append(control)
    orders = {name: _in_order(group) for name, group in groups.items()}
    rounds = max((len(order) for order in orders.values() if len(order) <= SMALL_GROUP), default=1)
    return [
        [pair for order in orders.values() for pair in order[number % len(order)]]
        for number in range(rounds)
    ]


def _in_order(group: list[HtmlElement]) -> list[Fields]:
    """What the group sends: first as the page has it, or its first where one is required."""
    group = sorted(group, key=lambda radio: radio.get("checked") is None)
    chosen = [[(radio.get("name", ""), radio.get("value") or "on")] for radio in group]
    is_open = all(radio.get("checked") is None and radio.get("required") is None for radio in group)
    return [[], *chosen] if is_open else chosen


def _is_typed(control: HtmlElement) -> bool:
    """Whether somebody writes in it, for all to see."""
    if control.tag == "textarea":
        return True
    return control.tag == "input" and control.get("type", "text") in WRITTEN


def _written(control: HtmlElement) -> str:
    """What stands in the field; of a longer one without the line break that begins it."""
    if control.tag == "textarea":
        return (control.text or "").removeprefix("\r").removeprefix("\n")
    return control.get("value") or ""


def _value(control: HtmlElement) -> Fields:
    """What the control sends: what stands in it, and words where something must."""
    name = control.get("name")
    if not name or control.get("disabled") is not None:
        return []
    if control.tag == "textarea":
        return [(name, _written(control) or WORDS)]
    if control.tag == "select":
        return _chosen(name, control)
    return _typed(name, control) if control.tag == "input" else []


def _chosen(name: str, control: HtmlElement) -> Fields:
    options = list(control.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if control.get("multiple") is not None:
        return [(name, option.get("value", "")) for option in chosen]
    named = [option for option in options if option.get("value")]
    return [(name, option.get("value", "")) for option in (chosen or named or options)[:1]]


def _typed(name: str, control: HtmlElement) -> Fields:
    kind, value = control.get("type", "text"), control.get("value")
    if kind in {"submit", "button", "image", "reset", "file", "radio"}:
        return []
    if kind == "checkbox":
        is_sent = control.get("checked") is not None or control.get("required") is not None
        return [(name, value or "on")] if is_sent else []
    if value or kind == "hidden":
        return [(name, value or "")]
    return [(name, SAMPLES.get(kind, WORDS))]


WRITTEN = {"text", "email", "url", "number", "date", "time", "datetime-local", "search"}
SAMPLES = {
    "email": "sample@city.example",
    "date": "2030-01-02",
    "time": "10:30",
    "datetime-local": "2030-01-02T10:30",
    "number": "3",
    "url": "https://city.example/",
    "password": "roundtable-demo",
    "search": "notice",
}
