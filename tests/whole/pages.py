"""Pages as a person uses them: what their links name, and what their forms would send."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import tinyhtml5

Fields = list[tuple[str, str]]
WORDS = "Words of a sample"


@dataclass(frozen=True)
class Press:
    """One button of a form, with everything that the form sends when it is pressed."""

    method: str
    action: str
    button: str
    fields: tuple[tuple[str, str], ...]

    def sent(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, value in self.fields:
            found.setdefault(name, []).append(value)
        return found


@dataclass(frozen=True)
class Page:
    """A page that was fetched from `path`."""

    path: str
    tree: Element

    def links(self) -> set[str]:
        """Addresses of this site, without the place on the page."""
        found = {
            urljoin(self.path, link.get("href", "")).partition("#")[0]
            for link in self.tree.iter("a")
            if link.get("href")
        }
        return {link for link in found if link.startswith("/") and not link.startswith("//")}

    def presses(self) -> list[Press]:
        return [press for form in self.tree.iter("form") for press in self._of_form(form)]

    def _of_form(self, form: Element) -> Iterator[Press]:
        """One for each of its buttons, wherever on the page they stand."""
        name = form.get("id")
        beside = [
            control
            for control in self.tree.iter()
            if name and control.get("form") == name and control not in list(form.iter())
        ]
        controls = [*form.iter(), *beside]
        filled = [pair for control in controls for pair in _value(control)]
        for button in (control for control in controls if _submits(control)):
            own = [(button.get("name", ""), button.get("value", ""))] if button.get("name") else []
            yield Press(
                method=(button.get("formmethod") or form.get("method") or "get").lower(),
                action=urljoin(self.path, button.get("formaction") or form.get("action") or ""),
                button=" ".join("".join(button.itertext()).split()),
                fields=(*filled, *own),
            )


def read(path: str, source: bytes) -> Page:
    return Page(path, tinyhtml5.parse(source, namespace_html_elements=False))


def _submits(control: Element) -> bool:
    if control.get("disabled") is not None:
        return False
    return (control.tag == "button" and control.get("type", "submit") == "submit") or (
        control.tag == "input" and control.get("type") == "submit"
    )


def _value(control: Element) -> Fields:
    """What the control sends: what stands in it, and words where something must."""
    name = control.get("name")
    if not name or control.get("disabled") is not None:
        return []
    if control.tag == "textarea":
        return [(name, control.text or WORDS)]
    if control.tag == "select":
        return _chosen(name, control)
    return _typed(name, control) if control.tag == "input" else []


def _chosen(name: str, control: Element) -> Fields:
    options = list(control.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if control.get("multiple") is not None:
        return [(name, option.get("value", "")) for option in chosen]
    named = [option for option in options if option.get("value")]
    return [(name, option.get("value", "")) for option in (chosen or named or options)[:1]]


def _typed(name: str, control: Element) -> Fields:
    kind, value = control.get("type", "text"), control.get("value")
    if kind in {"submit", "button", "image", "reset", "file"}:
        return []
    if kind in {"checkbox", "radio"}:
        is_sent = control.get("checked") is not None or control.get("required") is not None
        return [(name, value or "on")] if is_sent else []
    if value or kind == "hidden":
        return [(name, value or "")]
    return [(name, SAMPLES.get(kind, WORDS))]


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
