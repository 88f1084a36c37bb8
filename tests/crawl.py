"""What a visitor can fetch: every address the portal has, and whatever links lead to from there."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from uuid import UUID

from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.portal.pdf_reading import extracted_text
from tests.portal.test_access import named_patterns

LINK = re.compile(r'(?:href|src|action)="(?:https?://[^/"]+)?(/[^"#]*)')
# Sample mail stands for the mailboxes of the members, all of them. Style sheets and scripts are
# files of the program. The page for signing in is the same wherever one wanted to go.
LEFT_OUT = re.compile(r"//|/sample-mail/|/static/|/accounts/login/.*[?&]next=")
NOBODYS = UUID(int=0)
PEOPLE = ("seat_id", "member_id", "invitation_id", "membership_id", "mandate_id")


@dataclass(frozen=True)
class Answer:
    """What came back for an address."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def leads_to(self) -> str:
        return self.headers.get("location", "")

    @cached_property
    def text(self) -> str:
        """The body as it is read: the words of a PDF, the source of anything else."""
        if self.body.startswith(b"%PDF"):
            return extracted_text(self.body)
        return self.body.decode(errors="replace")

    @property
    def links(self) -> set[str]:
        """Addresses of this site that the answer names."""
        found = {unescape(path) for path in LINK.findall(f'{self.text} href="{self.leads_to}"')}
        return {path for path in found if not LEFT_OUT.match(path)}

    def says(self, words: str) -> bool:
        return words in f"{self.text} {self.headers}"


Fetch = Callable[[str], Answer]


def within(client: Client) -> Fetch:
    """Fetches inside this process."""

    def fetch(path: str) -> Answer:
        answer = client.get(path)
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Answer(answer.status_code, headers, answer.getvalue())

    return fetch


def crawl(fetch: Fetch, addresses: Iterable[str]) -> dict[str, Answer]:
    """The answers of these addresses and of all that can be reached from them."""
    found: dict[str, Answer] = {}
    waiting = [*addresses]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = fetch(path)
            waiting += found[path].links
    return found


def addresses(
    ref: str,
    *,
    attachment: UUID = NOBODYS,
    export: UUID = NOBODYS,
    signature: int = 1,
    organization: int = 1,
) -> list[str]:
    """Everything that has an address, with this reference and these numbers put into it."""
    of_statement: list[dict[str, object]] = [
        {},
        {"ref": ref},
        *({"ref": ref, "suffix": suffix} for suffix in ("pdf", "txt", "json")),
        {"ref": ref, "signature_id": signature},
        *({"ref": ref, "agency_id": organization}, {"ref": ref, "request_id": 1}),
        {"ref": ref, "number": 1},
        {"ref": ref, "step": "freeze"},
        {"attachment_id": attachment},
        {"export_id": export},
        {"factor_id": 1},
        {"organization_id": organization},
        *({"organization_id": organization, name: 1} for name in PEOPLE),
        {"kind": "statement", "subject_id": 1},
        {"object_type": "statements.statement", "key": "1"},
        *({"thread_id": 1}, {"comment_id": 1}, {"place": "thread-1"}),
        *({"ref": ref, "slot_id": 1}, {"ref": ref, "slot_id": 1, "direction": "up"}),
        *({"ref": ref, "attendee_id": 1}, {"ref": ref, "issue_ref": "R-1"}),
    ]
    known = [path for name in NAMES for path in _with_each(name, of_statement)]
    lists = ("/statements/", "/search/")
    search = [f"{path}?q={words}" for path in lists for words in ("Bodies", ref)]
    searched = [*search, "/statements/?state=scheduled"]
    guessed = ["/sitemap.xml", "/robots.txt", "/feed/", f"/verify/?code={ref}"]
    return [*known, *searched, *guessed]


def _with_each(name: str, choices: Iterable[dict[str, object]]) -> Iterator[str]:
    """None for what belongs to other things than statements."""
    for given in choices:
        with suppress(NoReverseMatch):
            yield reverse(name, kwargs=given)


NAMES = sorted(
    {str(pattern.name) for pattern in named_patterns(get_resolver())}
    - {"sample_mail", "sample_mail_message"}
)
