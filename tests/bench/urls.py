"""The portal's addresses and a view that does nothing: what every page costs at least."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    """Behind the same middleware, for somebody who is signed in, and without a query of its own."""
    return HttpResponse("Nothing.")


urlpatterns = [path("bare/", bare, name="bare"), path("", include("portal.urls"))]
