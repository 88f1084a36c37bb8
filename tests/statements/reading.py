"""The words of a release as each of its forms gives them to a reader."""

import json
import subprocess
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
EMPTY = frozenset({"br", "img", "input", "link", "meta", "path", "hr"})
# Points, on letter paper: the running lines at the edges of a page are not the text.
FIRST_TOP, TOP, BOTTOM, WIDTH, HEIGHT = 46, 71, 67, 612, 792


def folded(text: str) -> str:
    return " ".join(text.split())


def html_words(html: str, *, within: str = "") -> str:
    """The words as a browser shows them, signs of lists included; `within` names an element."""
    reader = _Words(within)
    reader.feed(html)
    return folded(reader.text)


class _Words(HTMLParser):
    def __init__(self, within: str) -> None:
        super().__init__(convert_charrefs=True)
        self.within, self.depth, self.text = within, 0 if within else 1, ""
        self.lists: list[list[object]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.depth and tag != self.within:
            return
        self.depth += tag not in EMPTY
        given = dict(attrs)
        if tag in {"ul", "ol"}:
            is_plain = given.get("role") == "list"
            kind = given.get("type") or "1"
            sign = None if is_plain else (kind if tag == "ol" else "")
            self.lists.append([sign, int(given.get("start") or 1)])
        if tag in {"p", "div", "li", "br", "h1", "h2", "ul", "ol", "blockquote"}:
            self.text += "\n"
        if tag == "li":
            self.text += self._sign()

    def _sign(self) -> str:
        sign, number = self.lists[-1]
        self.lists[-1][1] = number + 1
        if sign is None:
            return ""
        if sign == "":
            return "• " if sum(kind == "" for kind, _ in self.lists) == 1 else "– "
        marks = {"a": "abcdefghij", "A": "ABCDEFGHIJ"}
        return f"{marks[sign][number - 1]}. " if sign in marks else f"{number}. "

    def handle_endtag(self, tag: str) -> None:
        if not self.depth:
            return
        if tag in {"ul", "ol"}:
            self.lists.pop()
        if tag in {"p", "div", "li", "h1", "h2", "ul", "ol", "blockquote"}:
            self.text += "\n"
        self.depth -= tag not in EMPTY

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.text += data


def pdf_words(pdf: bytes, *, columns: bool = False) -> str:
    """The words between the running lines as a reader's software gives them.

    Columns have to be taken in the order in which they are drawn, which has signs of lists last.
    """
    mode = ["-raw"] if columns else []
    words, page = [], 1
    while True:
        top = FIRST_TOP if page == 1 else TOP
        box = ["-x", "0", "-y", str(top), "-W", str(WIDTH), "-H", str(HEIGHT - top - BOTTOM)]
        command = ["pdftotext", *mode, "-f", str(page), "-l", str(page), *box, "-", "-"]
        done = subprocess.run(command, input=pdf, capture_output=True, check=False)
        if done.returncode:
            return folded(" ".join(words))
        words.append(done.stdout.decode())
        page += 1


def json_words(data: bytes) -> str:
    return folded(json.loads(data)["text"])


def feed_entries(xml: bytes) -> list[tuple[str, str]]:
    """Name and title of each entry, in order."""
    return [(_part(entry, "id"), _part(entry, "title")) for entry in _entries(xml)]


def feed_words(xml: bytes, ref: str) -> str:
    for entry in _entries(xml):
        if _part(entry, "id").endswith(ref):
            return html_words(_part(entry, "content"))
    return ""


def _entries(xml: bytes) -> list[ET.Element]:
    return list(ET.fromstring(xml).iter(f"{ATOM}entry"))  # noqa: S314 - our own feed


def _part(entry: ET.Element, name: str) -> str:
    return str(entry.findtext(f"{ATOM}{name}"))
