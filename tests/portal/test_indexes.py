"""What every page, every edit and the record ask for is found, however long it is kept."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from portal.models import Announcement, AuditEvent, Export, Notification, ScreeningRelease

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tables_are_long() -> None:
    """As the planner sees it: here they are empty."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


def of_person() -> QuerySet[AuditEvent]:
    """As the search asks: whoever did it, or to whom it was done."""
    by = AuditEvent.objects.filter(actor_label__icontains="Robin")
    return by | AuditEvent.objects.filter(object_type="a", object_label__icontains="Robin")


@pytest.mark.parametrize(
    ("asked", "indexes"),
    [
        (
            lambda: Notification.objects.filter(recipient=1, read_at__isnull=True),
            ["notification_unread"],
        ),
        (
            lambda: Announcement.objects.filter(kind="mention", subject_id=1),
            ["announcement_about"],
        ),
        (lambda: Export.objects.filter(sha256="0"), ["export_bytes"]),
        (
            lambda: ScreeningRelease.objects.filter(sha256__in=["0", "1"]),
            ["screening_release_passage"],
        ),
        (lambda: AuditEvent.objects.filter(verb="signed_in"), ["audit_of_verb"]),
        (lambda: AuditEvent.objects.filter(object_label__iexact="r-1.1"), ["audit_object_words"]),
        (of_person, ["audit_actor_words"]),
    ],
)
def test_it_is_found_by_its_index(asked, indexes):
    plan = asked().order_by().explain()

    assert [name for name in indexes if name in plan] == indexes
