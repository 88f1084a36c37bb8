"""What the clock calls."""

from celery import shared_task

from portal.jobs import sweep
from portal.operations.digests import begin_due_digests


@shared_task(name="portal.sweep", expires=30)
def sweep_jobs() -> None:
    """Rings again for every job whose bell was lost or whose worker died."""
    sweep()


@shared_task(name="portal.digests", expires=240)
def begin_digests() -> None:
    """Begins the digests that are due; whatever was missed today is caught up with."""
    begin_due_digests()
