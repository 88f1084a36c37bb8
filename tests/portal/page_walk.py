"""Pages and all that they lead to, by their source."""

from html import unescape

from django.test import Client

from tests.crawl import LEFT_OUT, LINK


def walk(
    client: Client, addresses: list[str], *, follows: bool = True
) -> dict[str, tuple[int, str]]:
    """Status and source of these pages and of all that they lead to."""
    found: dict[str, tuple[int, str]] = {}
    waiting = [*addresses]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        answer = client.get(path)
        body = answer.getvalue()
        is_page = "html" in answer.get("Content-Type", "")
        found[path] = (answer.status_code, body.decode() if is_page else "")
        links = LINK.findall(found[path][1]) if follows else []
        waiting += [unescape(link) for link in links if not LEFT_OUT.match(link)]
    return found
