"""What stands on somebody's pages, in files and in answers, and is not theirs to see."""

import re
from collections.abc import Iterable, Iterator, Mapping

from portal.models import Attachment, Member, Thread
from portal.queries.attachments import may_see_attachment
from portal.queries.threads import threads_visible_to
from roundtable.models import Issue, Meeting
from roundtable.queries.issues import issues_seen_by
from roundtable.queries.meetings import meetings_visible_to
from statements.models import Statement
from statements.queries.statements import statements_visible_to

RECORD = "/record/"
"""The record names by reference what is closed to its reader, and nothing else of it."""


def shown_beyond(texts: Mapping[str, str], member: Member | None) -> list[str]:
    """Statements, issues, threads, meetings and files that the reader may not see, and where."""
    signs = dict(_hidden(member))
    found = re.compile("|".join(sorted(map(re.escape, signs), key=len, reverse=True)) or "(?!)")
    return sorted(
        f"{signs[sign]} “{sign}” on {place}"
        for place, text in texts.items()
        for sign in set(found.findall(text))
        if not (RECORD in place and signs[sign] == "reference")
    )


def _hidden(member: Member | None) -> Iterator[tuple[str, str]]:
    """Each sign by which something hidden would be known: what it is a sign of."""
    statements = Statement.objects.exclude(pk__in=statements_visible_to(member).values("pk"))
    yield from ((ref, "reference") for ref in statements.values_list("ref", flat=True))
    issues = issues_seen_by(member) if member else Issue.objects.none()
    yield from _titles(
        Issue.objects.values_list("pk", "title"), issues.values_list("pk", flat=True)
    )
    meetings = meetings_visible_to(member) if member else Meeting.objects.none()
    hidden = Meeting.objects.exclude(pk__in=meetings.values("pk"))
    yield from ((ref, "reference") for ref in hidden.values_list("ref", flat=True))
    yield from _titles(
        Meeting.objects.values_list("pk", "title"), meetings.values_list("pk", flat=True)
    )
    threads = threads_visible_to(member)
    yield from _titles(
        Thread.objects.values_list("pk", "title"), threads.values_list("pk", flat=True)
    )
    yield from (
        (f"/threads/{pk}/", "link")
        for pk in Thread.objects.exclude(pk__in=threads.values("pk")).values_list("pk", flat=True)
    )
    yield from _files(member)


def _files(member: Member | None) -> Iterator[tuple[str, str]]:
    files = list(Attachment.objects.all())
    theirs = {file.pk for file in files if member and may_see_attachment(member, file)}
    yield from _titles([(file.pk, file.name) for file in files], theirs)
    yield from ((str(file.pk), "file") for file in files if file.pk not in theirs)


def _titles(
    named: Iterable[tuple[object, str]], seen: Iterable[object]
) -> Iterator[tuple[str, str]]:
    """Titles that nothing has which the reader sees."""
    named, seen = list(named), set(seen)
    known = {title for pk, title in named if pk in seen}
    yield from ((title, "title") for _, title in named if title and title not in known)
