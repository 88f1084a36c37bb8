"""The clock calling several times at once: one job and one digest for each member and day."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from portal.models import Announcement, Job, Member
from portal.operations.digests import DIGEST_JOB, begin_due_digests
from tests.factories import SeatFactory
from tests.races.conftest import ROUNDS

pytestmark = pytest.mark.usefixtures("cloned_database")
MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def test_runs_at_once_begin_each_digest_once(at_once):
    for _ in range(3):
        SeatFactory()
    Member.objects.update(date_joined=datetime(2026, 1, 1, tzinfo=UTC))
    for number in range(1, ROUNDS + 1):
        moment = MONDAY + timedelta(weeks=number)
        results = at_once(*[partial(begin_due_digests, moment=moment)] * 3)

        assert sorted(results) == [0, 0, 3]
        assert Job.objects.filter(kind=DIGEST_JOB).count() == 3 * number
        assert Announcement.objects.filter(kind=DIGEST_JOB).count() == 3 * number
