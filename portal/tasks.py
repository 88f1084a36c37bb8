"""The one task: claims a job's row and runs its kind."""

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from portal.jobs import bury, claim, held, postpone
from portal.registry import registry
from portal.vocabulary.jobs import TASK_NAME, UNKNOWN_KIND
from portal.vocabulary.refusals import Refusal

logger = logging.getLogger(__name__)


@shared_task(name=TASK_NAME)
def run_job(job_id: int) -> None:
    """Safe to receive any number of times: only the one who claims the row works."""
    claimed = claim(job_id)
    if claimed is None:
        return
    kind = registry.job_kinds.get(claimed.kind)
    if kind is None:
        bury(claimed, UNKNOWN_KIND)
        return
    try:
        with held(claimed):
            kind.run(claimed)
    except Refusal as refusal:
        bury(claimed, str(refusal))
    except SoftTimeLimitExceeded:
        if kind.ends_when_slow:
            bury(claimed, kind.slow)
        else:
            postpone(claimed, kind.slow)
    except Exception:
        logger.exception("job %s failed at attempt %s", job_id, claimed.attempt)
        postpone(claimed, "It did not work this time and will be tried again.")
