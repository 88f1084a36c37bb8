"""Whether the process lives and whether the portal is ready."""

import logging

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from portal.queries.health import (
    are_clocks_together,
    are_jobs_moving,
    is_broker_answering,
    is_record_in_order,
    is_schema_current,
)

logger = logging.getLogger(__name__)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, schema, broker, jobs and the record are in order, else 503.

    Clocks that are apart are told and the answer stays 200: what decides goes by the database's.
    """
    checks = {"database": True, "schema": False, "jobs": False, "record": False}
    clock = True
    try:
        with transaction.atomic():  # a question that fails takes no transaction around it along
            checks["schema"] = is_schema_current()
            checks["jobs"] = checks["schema"] and are_jobs_moving()
            checks["record"] = checks["schema"] and is_record_in_order()
            clock = are_clocks_together()
    except Error:
        checks["database"] = False
    checks["broker"] = is_broker_answering(settings.REDIS_URL)
    if checks["schema"] and not checks["record"]:
        logger.error("the record cannot be written, or its guards are gone")
    answer = {**checks, "clock": clock}
    return JsonResponse(answer, status=200 if all(checks.values()) else 503)
