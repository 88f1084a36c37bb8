"""Whether the parts answer."""

from datetime import timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models.functions import Now
from redis import Redis
from redis.exceptions import RedisError

from portal.models import Job
from portal.vocabulary.jobs import JobState

OLDEST_JOB_SECONDS = 300


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


def are_jobs_moving() -> bool:
    """Whether no job that is due has waited longer than five minutes."""
    overdue = Now() - timedelta(seconds=OLDEST_JOB_SECONDS)
    return not Job.objects.filter(state=JobState.QUEUED, run_after__lt=overdue).exists()
