"""Every component in every state, for those who build pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def style_page(request: HttpRequest) -> HttpResponse:
    return render(request, "style/page.html")
