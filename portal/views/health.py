"""Whether the process lives and whether the portal is ready."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from portal.queries.health import are_jobs_moving, is_broker_answering, is_schema_current


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when database, schema, broker and jobs are in order, else 503 with the field false."""
    checks = {"database": True, "schema": False, "jobs": False}
    try:
        checks["schema"] = is_schema_current()
        checks["jobs"] = checks["schema"] and are_jobs_moving()
    except Error:
        checks["database"] = False
    checks["broker"] = is_broker_answering(settings.REDIS_URL)
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)
