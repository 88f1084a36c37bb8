"""Celery: the message only wakes, the row of the job decides."""

from portal.addresses import celery_broker
from portal.settings.environment import ENVIRONMENT, REDIS_URL

JOB_LEASE_SECONDS = int(ENVIRONMENT.get("JOB_LEASE_SECONDS", "30"))
JOB_SWEEP_SECONDS = int(ENVIRONMENT.get("JOB_SWEEP_SECONDS", "5"))
CELERY_BROKER_URL = celery_broker(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 2,
    "socket_timeout": 10,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "health_check_interval": 25,
    "global_keyprefix": "portal:",
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SOFT_TIME_LIMIT = 60
CELERY_TASK_TIME_LIMIT = 90
CELERY_TASK_DEFAULT_QUEUE = "mail"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "portal.sweep", "schedule": float(JOB_SWEEP_SECONDS)},
    "authority": {"task": "portal.authority", "schedule": 60.0},
    "digests": {"task": "portal.digests", "schedule": 300.0},
    "seal": {"task": "portal.seal", "schedule": 5.0},
    "seal_everything": {"task": "portal.seal_everything", "schedule": 3600.0},
}
