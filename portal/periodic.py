"""What the clock calls."""

from celery import shared_task

from portal.jobs import sweep
from portal.operations.digests import begin_due_digests
from portal.operations.sealing import seal
from portal.registry import registry


@shared_task(name="portal.sweep", expires=30)
def sweep_jobs() -> None:
    """Rings again for every job whose bell was lost or whose worker died."""
    sweep()


@shared_task(name="portal.digests", expires=240)
def begin_digests() -> None:
    """Begins the digests that are due; whatever was missed today is caught up with."""
    begin_due_digests()


@shared_task(name="portal.authority", expires=50)
def look_for_ended_authority() -> None:
    """Authority to sign that has run out by itself, for whoever relies on it."""
    for look in registry.authority_endings:
        look(None)


@shared_task(name="portal.seal", expires=10)
def seal_record() -> None:
    """Gives new entries of the record their place in the chain."""
    seal()


@shared_task(name="portal.seal_everything", expires=1800)
def seal_what_came_late() -> None:
    """Looks through the whole record for entries that were committed very late."""
    seal(everywhere=True)
