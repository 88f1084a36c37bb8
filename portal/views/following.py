"""Choosing how much one hears of something."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.forms.following import LevelForm
from portal.http import MemberRequest
from portal.operations.following import set_level
from portal.queries.following import followed
from portal.vocabulary.threads import Level, SubjectKind


@require_POST
def follow(request: MemberRequest, kind: str, subject_id: int) -> HttpResponse:
    """Keeps the choice and goes back to what it is about; who may not see that finds nothing."""
    about = followed(request.user, kind, subject_id)
    if about is None:
        raise Http404
    form = LevelForm(request.POST)
    if form.is_valid():
        level = Level(form.cleaned_data["level"])
        set_level(member=request.user, kind=SubjectKind(kind), subject_id=subject_id, level=level)
        messages.success(request, f"Of {about.ref} you hear: {level.label.lower()}.")
    else:
        messages.error(request, "Choose how much you want to hear.")
    return redirect(about.url)
