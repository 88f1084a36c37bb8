"""Everything that somebody can ask for, and what of the closed issue's words came back."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from itertools import product

from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from portal.models import Member
from portal.vocabulary.threads import SubjectKind
from roundtable.models import AgendaSlot, Attendee
from roundtable.vocabulary.board import Grouping, Order
from tests.conftest import BACKEND
from tests.crawl import Answer, crawl, within
from tests.portal.test_access import named_patterns
from tests.roundtable.canary.closed_item import Scene
from tests.roundtable.documents.file_reading import everything_in
from tests.roundtable.issue_data import again

# What holds a secret of one person, and what is only there for trying the portal out.
LEFT_OUT = {
    "account_confirm_email", "account_reset_password_from_key", "invitation", "sample_mail",
    "sample_mail_message", "style_page",
}  # fmt: skip
CHANGING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|(&quot;|")[A-Za-z0-9]{64}(&quot;|")|\d+:\d\d [AP]M'
    r'|<script id="passkey-options".*?</script>|"data:image/svg[^"]*"|<code>[A-Z2-7 ]+</code>'
)
"""What differs from one answer to the next: tokens of forms and times of the day, what is asked of
a passkey, the secret of an app."""
OF_ANOTHER_KIND = re.compile(
    r"/(meetings/[RPS]|statements/[RMP]|roundtable/[MPS]|roundtable/proposals/[RMS])-"
)
Keywords = Mapping[str, Sequence[object]]


def keywords(scene: Scene) -> Keywords:
    """What each part of an address can be, for all that there is about the issue."""
    refs = [scene.issue.ref, scene.below.ref, scene.found.proposal.ref, scene.meeting.ref]
    refs += ["S-00000"]
    slots = AgendaSlot.objects.filter(meeting=scene.meeting).values_list("pk", flat=True)
    organizations = [scene.found.chief.organization_id, scene.found.chiefs_staff.organization_id]
    threads = [scene.thread.pk, scene.resolved.pk]
    comments = [comment.pk for comment in scene.comments]
    return {
        "ref": refs,
        "issue_ref": [scene.issue.ref],
        "thread_id": threads,
        "comment_id": comments,
        "slot_id": list(slots),
        "attendee_id": list(Attendee.objects.values_list("pk", flat=True)),
        "attachment_id": [file.pk for file in scene.attachments],
        "export_id": [export.pk for export in scene.exports],
        "organization_id": organizations,
        "seat_id": [scene.found.chief.pk, scene.found.chiefs_staff.pk],
        "member_id": [scene.found.chief.member_id, scene.found.chiefs_staff.member_id],
        "invitation_id": [1],
        "factor_id": [1],
        "membership_id": [1],
        "mandate_id": [1],
        "kind": list(SubjectKind),
        "subject_id": [scene.issue.pk, scene.below.pk],
        "place": [f"thread-{pk}" for pk in threads],
        "step": ["defer", "cancel", "freeze"],
        "direction": ["up"],
        "number": [1],
        "object_type": ["roundtable.issue", "portal.thread", "portal.comment"],
        "key": [scene.issue.pk, scene.below.pk, *threads, *comments],
        "signature_id": [1],
        "agency_id": organizations,
        "request_id": [1],
        "suffix": ["pdf", "txt", "json"],
    }


def patterns() -> list[URLPattern]:
    found = named_patterns(get_resolver())
    return [pattern for pattern in found if str(pattern.name) not in LEFT_OUT]


def parts_of(pattern: URLPattern) -> list[str]:
    """The names of what changes in an address."""
    return [*pattern.pattern.regex.groupindex]


def every_address(values: Keywords) -> Iterator[str]:
    """With references only where something of their kind is asked for by them."""
    for pattern in patterns():
        names = parts_of(pattern)
        for chosen in product(*(values[name] for name in names)):
            with suppress(NoReverseMatch):
                path = reverse(str(pattern.name), kwargs=dict(zip(names, chosen, strict=True)))
                if not OF_ANOTHER_KIND.match(path):
                    yield path


def asked(scene: Scene) -> list[str]:
    """Those, the questions that lists take, and the parts of a thread by number."""
    owner = scene.found.chief.pk
    board = [f"group={name}" for name in Grouping] + [f"sort={name}" for name in Order]
    board += ["status=all", "status=answered", "waiting=owner", "priority=2", "unread=1"]
    board += [
        f"owner={owner}",
        "owner=none",
        "owner=ended",
        "changed=2020-01-01",
        "status=all&group=owner",
    ]
    said = [scene.words[place] for place in ("title", "update", "thread title", "comment")]
    words = [word for text in said for word in (text[:4], text[:-2] + "sq")]
    thread = reverse("thread", args=[scene.thread.pk])
    return [
        *every_address(keywords(scene)),
        *(f"/roundtable/?{query}" for query in board),
        *(f"/search/?q={word}" for word in words),
        f"/statements/?q={words[0]}",
        *(f"{thread}?comment={comment.pk}" for comment in scene.comments),
        *(f"{thread}{part}" for part in ("newer/?after=0&tail=1", "people/?q=", "?before=999999")),
        *(f"/notifications/?show={shelf}" for shelf in ("all", "unread", "mentions")),
        *("/sitemap.xml", "/robots.txt", "/feed/", "/issues.csv", "/roundtable.csv"),
        *(f"/protected/{file.path}" for file in scene.attachments),
        *(f"/media/{file.path}" for file in scene.attachments),
    ]


def signed_in(member: Member | None) -> Client:
    """As a browser that is signed in since before anything changed; nobody without a member."""
    client = Client()
    if member is not None:
        client.force_login(again(member), backend=BACKEND)
    return client


def reached(client: Client, scene: Scene) -> dict[str, Answer]:
    """Every answer that this browser gets, by address."""
    return crawl(within(client), asked(scene))


def everything(answer: Answer) -> str:
    """The whole of an answer: headers, and of a PDF also what its readers do not show."""
    body = taken_apart(answer.body) if answer.body.startswith(b"%PDF") else answer.text
    return f"{answer.headers}\n{body}"


taken_apart = cache(everything_in)


def leaks(answers: Mapping[str, Answer], words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Address and place for each of the words that was found."""
    return [
        (path, place)
        for path, answer in answers.items()
        for place in places_in(everything(answer), words)
    ]


def places_in(text: str, words: Mapping[str, str]) -> list[str]:
    return [place for place, word in words.items() if word in text]


def found_places(answers: Mapping[str, Answer], words: Mapping[str, str]) -> set[str]:
    return {place for _, place in leaks(answers, words)}


def blanked(answer: Answer, *words: str) -> str:
    """The text of an answer without these words, and without what changes by itself."""
    text = f"{answer.status} {answer.leads_to}\n{CHANGING.sub('', answer.text)}"
    for word in words:
        text = text.replace(word, "")
    return text
