"""Taking up an invitation. Looking at the link changes nothing; only the button does."""

from allauth.account.signals import user_logged_in
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.forms import InvitationForm
from portal.models import Member
from portal.operations.members import accept_invitation
from portal.queries.invitations import open_invitation, token_hash
from portal.vocabulary.refusals import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Shows who invites whom to what; the button takes the seat and signs in."""
    offered = open_invitation(token_hash(token))
    if offered is None:
        return render(request, "invitations/accept.html", {"invitation": None}, status=404)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (member := _accept(request, token, form)):
        if request.user != member:
            login(request, member, backend=BACKEND)
            user_logged_in.send(sender=Member, request=request, user=member)
        return redirect("home")
    status = 422 if form.errors else 200
    context = {"invitation": offered, "form": form}
    return render(request, "invitations/accept.html", context, status=status)


def _accept(request: HttpRequest, token: str, form: InvitationForm) -> Member | None:
    try:
        return accept_invitation(
            token=token,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            signed_in=request.user if isinstance(request.user, Member) else None,
        )
    except ValidationError as problem:
        form.add_error("password", problem)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None
