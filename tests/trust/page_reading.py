"""What in a page could run or lead away."""

from html.parser import HTMLParser

ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "srcdoc", "data", "poster"}
TAGS = {"iframe", "object", "embed", "base", "math", "noscript", "style", "annotation-xml"}
SCHEMES = ("javascript:", "data:", "vbscript:", "//")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_script = tag == "script"
        if tag in TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            plain = "".join((value or "").split()).lower()
            is_address = name in ADDRESSES or name.startswith("hx-")
            is_loaded = is_address and name != "href"  # a link on the web is fine, a load is not
            leads_away = (is_address and plain.startswith(SCHEMES)) or (
                is_loaded and "evil" in plain
            )
            if name.startswith("on") or name in {"style", "srcdoc"} or leads_away:
                self.found.append(f"<{tag} {name}={value!r}>")

    def handle_data(self, data: str) -> None:
        if self.is_script and data.strip():
            self.found.append(f"<script>{data}")
        self.is_script = False


def dangers(page: str) -> list[str]:
    """Tags and attributes that could run or lead away, as a browser would find them."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found
