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
from roundtable.queries.agendas import agenda_followers, is_out, newest_number
from roundtable.queries.meetings import attending_seats
from roundtable.vocabulary.meetings import OPEN_MEETINGS


def tell_agenda(announcement: Announcement) -> list[Message]:
    """Attendees and who follows an issue on it; of several versions, only the newest.

    A version that is withheld, or whose PDF is still being made, is told of later if at all.
    """
    number = int(announcement.key.rpartition(":")[2])
    publication = AgendaPublication.objects.select_related("meeting").get(pk=number)
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


KIND = AnnouncementKind(name=AGENDA_NEWS, tell=tell_agenda, subjects=meeting_titles, nameable=set)


def _message(
    publication: AgendaPublication,
    to: Member,
    why: str,
    *,
    principal_of: Organization | None = None,
) -> Message:
    meeting = publication.meeting
    with timezone.override(ZoneInfo(to.time_zone)):
        text = render_to_string(
            "meetings/mail/agenda.txt", {"meeting": meeting, "publication": publication}
        )
    return Message(
        recipient=to,
        title=f"Agenda v{publication.number} is published: {meeting.ref}",
        text=text.strip(),
        url=reverse("meeting", args=[meeting.ref]),
        why=why,
        principal_of=principal_of,
    )
