"""In which time zone a page is shown."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal.middleware.asking import Handler
from portal.models import Member


class MemberTimeZone:
    """Shows times in the member's own zone; visitors see Eastern time, always with its name."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = request.user.time_zone if isinstance(request.user, Member) else "America/New_York"
        with timezone.override(ZoneInfo(zone)):
            return self.get_response(request)
