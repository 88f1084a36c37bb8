"""Refusals and limits, as pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.middleware.asking import Handler, page_above, way_back
from portal.vocabulary.limits import TooOften
from portal.vocabulary.refusals import Refusal


class Refusals:
    """Turns a refusal that no form caught into a page with its sentence.

    Where a limit was reached the answer is a 429 that says when to try again, also when a form
    caught the refusal and shows it. An address that only takes forms says so when it is opened.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            return _only_forms(request, response)
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
        context = {"sentence": str(problem), "back_url": way_back(request)}
        return render(request, "errors/refusal.html", context, status=409)


def _only_forms(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """In place of an empty page: words, and the way to the page that the address belongs to."""
    context = {"back_url": page_above(request.path)}
    response = render(request, "errors/only_forms.html", context, status=405)
    response.headers["Allow"] = refused.headers["Allow"]
    return response
