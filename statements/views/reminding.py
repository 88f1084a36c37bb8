"""The button that reminds the silent."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from portal.http import MemberRequest
from portal.vocabulary.refusals import Refusal
from statements.operations.reminding import remind_silent
from statements.queries.statements import statements_visible_to


@require_POST
def remind(request: MemberRequest, ref: str) -> HttpResponseRedirect:
    """Says on the staff page how many were reminded, or why nobody was."""
    statement = statements_visible_to(request.user).filter(ref=ref).first()
    if statement is None or not request.user.has_perm("statements.edit", statement):
        raise Http404
    try:
        silent = remind_silent(statement_id=statement.pk, actor=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        asked = "One organization is" if silent == 1 else f"{silent} organizations are"
        messages.success(request, f"{asked} reminded. Nobody who answered gets a mail.")
    return redirect("staff_page", ref)
