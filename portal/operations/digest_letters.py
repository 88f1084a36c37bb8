"""What stands in the mail of a digest."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.defaultfilters import pluralize
from django.template.loader import render_to_string
from django.utils import timezone

from portal.models import Member
from portal.queries.digests import DigestContent

SUBJECTS_SHOWN = 20


@dataclass(frozen=True)
class DigestLetter:
    """Its subject line and its text."""

    subject: str
    text: str


def digest_letter(member: Member, content: DigestContent) -> DigestLetter:
    facts = {
        "content": content,
        "shown": content.news[:SUBJECTS_SHOWN],
        "left_out": sum(len(one.rows) for one in content.news[SUBJECTS_SHOWN:]),
        "site_url": settings.SITE_URL,
    }
    with timezone.override(ZoneInfo(member.time_zone)):
        text = render_to_string("notifications/digest.txt", facts)
    return DigestLetter(subject=_subject(content), text=text)


def _subject(content: DigestContent) -> str:
    """Numbers only: who sees a subject line is not known."""
    waiting, new = len(content.cards), content.new_count
    told = [f"{waiting} wait{pluralize(waiting, 's,')} on you"] if waiting else []
    told += [f"{new} new"] if new else []
    return f"Your digest: {', '.join(told)}"
