"""Whether the parts answer."""

import time
from datetime import timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.functions import Now
from redis import Redis
from redis.exceptions import RedisError

from portal.models import Job
from portal.queries.clock import database_now
from portal.vocabulary.jobs import JobState

OLDEST_JOB_SECONDS = 300
CLOCKS_APART_SECONDS = 5
GUARDS = {"append_only A", "append_only_truncate A"}
"""The triggers of the record, and that they fire always; any other could refuse its entries."""

RECORD = """
SELECT has_table_privilege(current_user, 'portal_auditevent', 'INSERT')
       AND current_setting('transaction_read_only') = 'off',
       ARRAY(SELECT tgname::text || ' ' || tgenabled::text FROM pg_trigger
             WHERE tgrelid = 'portal_auditevent'::regclass AND NOT tgisinternal)
"""


def is_schema_current() -> bool:
    """Whether every migration has been applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def is_broker_answering(url: str) -> bool:
    """Whether the Redis-protocol server answers within a second."""
    client = Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)
    try:
        return bool(client.ping())
    except (RedisError, OSError):
        return False
    finally:
        client.close()


def is_record_in_order() -> bool:
    """Whether entries can be added to the record, and its guards stand; nothing is written."""
    with connection.cursor() as cursor:
        cursor.execute(RECORD)
        can_be_written, triggers = cursor.fetchone()
    return bool(can_be_written) and set(triggers) == GUARDS


def are_clocks_together() -> bool:
    """Whether this machine's clock and the database's are no more than seconds apart."""
    return abs(database_now().timestamp() - time.time()) <= CLOCKS_APART_SECONDS


def are_jobs_moving() -> bool:
    """Whether no job that is due has waited longer than five minutes."""
    overdue = Now() - timedelta(seconds=OLDEST_JOB_SECONDS)
    return not Job.objects.filter(state=JobState.QUEUED, run_after__lt=overdue).exists()
