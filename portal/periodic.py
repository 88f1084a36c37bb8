"""What the clock calls."""

from celery import shared_task

from portal.jobs import sweep


@shared_task(name="portal.sweep", expires=30)
def sweep_jobs() -> None:
    """Rings again for every job whose bell was lost or whose worker died."""
    sweep()
