"""How an authority ends, and where a release shows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.models import Announcement, Mandate
from statements.models import Publication, Reconfirmation, Signature, Statement
from statements.vocabulary.signing import ATTESTATION
from tests.seats import unguarded_seats
from tests.statements.telling_data import run

REVOKED = "UPDATE portal_mandate SET revoked_at = clock_timestamp() - interval '1 minute'"


SHORTENED = "UPDATE portal_mandate SET valid_until = clock_timestamp() - interval '1 minute'"


OFFICE_LEFT = (
    "UPDATE portal_seat SET since = now() - interval '9 days',"
    " until = clock_timestamp() - interval '1 minute' WHERE id IN"
    " (SELECT seat_id FROM portal_mandate)"
)


OFFICE_BEGUN_LATER = (
    "UPDATE portal_seat SET since = clock_timestamp() + interval '1 hour' WHERE id IN"
    " (SELECT seat_id FROM portal_mandate)"
)


ENDINGS = pytest.mark.parametrize(
    "ending",
    [REVOKED, SHORTENED, OFFICE_LEFT, OFFICE_BEGUN_LATER],
    ids=["revoked", "shortened", "left office", "office begun later"],
)


def only(ending: str, which: str) -> str:
    """The same ending for one mandate: the first ("min") or the last ("max")."""
    return f"{ending} WHERE id = (SELECT {which}(id) FROM portal_mandate)"  # noqa: S608 - our own words


def sql(command: str) -> None:
    """Past the guard that keeps seats as they were written."""
    with unguarded_seats(), connection.cursor() as cursor:
        cursor.execute(command)


def told_that_it_is_out(release: Publication) -> None:
    """What a worker does within seconds of the instant."""
    run(Announcement.objects.get(key=release.told_key))


def shown(statement: Statement) -> dict[str, bool]:
    """Where a visitor finds it: page, files, list, feed, home."""
    ref, client = statement.ref, Client()
    found = {}
    for suffix in ("/", ".pdf", ".txt", ".json"):
        found[suffix] = client.get(f"/statements/{ref}{suffix}").status_code == 200
    for path in ("/statements/", reverse("statement_feed"), "/"):
        found[path] = ref in client.get(path).content.decode()
    return found


def reconfirmed(release: Publication, signature: Signature) -> None:
    """The same organization agrees once more, under a new mandate."""
    mandate = Mandate.objects.create(seat=signature.seat, instrument="office")
    Reconfirmation.objects.create(
        signature=signature,
        seat=mandate.seat,
        mandate=mandate,
        revision=release.revision,
        digest=release.digest,
        attestation=ATTESTATION,
        step_up="session",
    )


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
