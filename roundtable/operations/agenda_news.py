"""Whom a published agenda is told to, computed when its PDF is ready.

The number at the end of the announcement's key names the publication.
"""

from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from portal.models import Announcement, Member, Organization
from portal.queries.organizations import HEADS
from portal.registry import AnnouncementKind, Message, NotYet
from roundtable.models import AgendaPublication
from roundtable.operations.agendas import AGENDA_NEWS
from roundtable.operations.meeting_news import meeting_titles
from roundtable.queries.agendas import AUDIENCES, agenda_followers, is_out, newest_number
from roundtable.queries.meetings import attending_seats, may_see_meeting
from roundtable.vocabulary.meetings import OPEN_MEETINGS


def tell_agenda(announcement: Announcement) -> list[Message]:
    """Attendees and who follows an issue on it; of several versions, only the newest.

    A version that is withheld, or whose PDF is still being made, is told of later if at all.
    """
    number = int(announcement.key.rpartition(":")[2])
    published = AgendaPublication.objects.select_related("meeting")
    publication = published.prefetch_related("renditions").get(pk=number)
    meeting = publication.meeting
    if publication.number != newest_number(meeting) or meeting.state not in OPEN_MEETINGS:
        return []
    if not is_out(publication):
        raise NotYet
    return [
        *(
            _message(
                publication,
                seat.member,
                "you are on the list of attendees",
                principal_of=seat.organization if seat.capacity in HEADS else None,
            )
            for seat in attending_seats(meeting)
        ),
        *(
            _message(publication, member, "you follow an issue on this agenda")
            for member in agenda_followers(publication)
        ),
    ]


KIND = AnnouncementKind(
    name=AGENDA_NEWS,
    tell=tell_agenda,
    subjects=meeting_titles,
    may_see=may_see_meeting,
    nameable=set,
)


def _message(
    publication: AgendaPublication,
    to: Member,
    why: str,
    *,
    principal_of: Organization | None = None,
) -> Message:
    meeting, number = publication.meeting, _version(publication, to)
    with timezone.override(ZoneInfo(to.time_zone)):
        text = render_to_string("meetings/mail/agenda.txt", {"meeting": meeting, "number": number})
    return Message(
        recipient=to,
        title=f"Agenda v{number} is published: {meeting.ref}",
        text=text.strip(),
        url=reverse("meeting", args=[meeting.ref]),
        why=why,
        principal_of=principal_of,
    )


def _version(publication: AgendaPublication, to: Member) -> int:
    """The number of what the member reads of it: each audience has numbers of its own."""
    numbers = {found.audience: found.number for found in publication.renditions.all()}
    read = [numbers[name] for name in AUDIENCES if name in numbers and name in to.audiences]
    return read[0] if read else min(numbers.values())
