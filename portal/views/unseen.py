"""Questions that nobody can see any more, for association staff."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.forms.threads import ResolveForm
from portal.http import MemberRequest
from portal.intake.numbers import whole_number
from portal.operations.screening import ScreeningStop
from portal.operations.unseen import resolve_unseen
from portal.queries.following import followed
from portal.queries.unseen import unseen_questions
from portal.registry import Discussed
from portal.rules import is_association_staff
from portal.vocabulary.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def threads_unseen(request: MemberRequest, kind: str, subject_id: int) -> HttpResponse:
    """That they are there, and one sentence that ends them; not what they say."""
    about = followed(request.user, kind, subject_id)
    if about is None or not is_association_staff(request.user):
        raise Http404
    form = ResolveForm(request.POST if request.method == "POST" else None, member=request.user)
    if form.is_valid() and _resolve(request, about, form):
        messages.success(request, "The question is ended.")
        return redirect(about.url)
    context = {"about": about, "questions": unseen_questions(request.user, about), "form": form}
    return render(request, "threads/unseen.html", context, status=422 if form.errors else 200)


def _resolve(request: MemberRequest, about: Discussed, form: ResolveForm) -> bool:
    try:
        resolve_unseen(
            about=about,
            thread_id=whole_number(request.POST.get("question")) or 0,
            sentence=form.cleaned_data["sentence"],
            actor=request.user,
        )
    except ScreeningStop as stop:
        form.show_stop(stop)
        return False
    except Refusal as refusal:
        form.add_error("sentence", str(refusal))
        return False
    return True
