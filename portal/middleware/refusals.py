"""Refusals and limits, as pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.middleware.asking import Handler, way_back
from portal.vocabulary.limits import TooOften
from portal.vocabulary.refusals import Refusal


class Refusals:
    """Turns a refusal that no form caught into a page with its sentence.

    Where a limit was reached the answer is a 429 that says when to try again, also when a form
    caught the refusal and shows it.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        wait = getattr(request, "retry_after", None)
        if wait is not None:
            response.status_code = 429
            response.headers["Retry-After"] = str(wait)
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """Answers 409 or 429 with the sentence; every other exception goes on."""
        if isinstance(problem, TooOften):
            context = {"sentence": str(problem), "back_url": way_back(request)}
            return render(request, "429.html", context, status=429)
        if not isinstance(problem, Refusal):
            return None
        context = {"sentence": str(problem), "back_url": request.path}
        return render(request, "errors/refusal.html", context, status=409)
