"""Words for background work."""

from django.db.models import TextChoices


class JobState(TextChoices):
    """Where a job stands. `dead` is a job that failed for good and says why."""

    QUEUED = "queued", "Waiting for a worker"
    RUNNING = "running", "Being made"
    DONE = "done", "Ready"
    DEAD = "dead", "Failed"


RENDER_QUEUE = "render"
MAIL_QUEUE = "mail"
TASK_NAME = "portal.run_job"
UNKNOWN_KIND = "This kind of work is not done here any more. Begin it again where you began it."
