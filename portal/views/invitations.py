"""Taking up an invitation. Looking at the link changes nothing; only the button does."""

from urllib.parse import urlencode

from allauth.account.signals import user_logged_in
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.forms import InvitationForm
from portal.models import Member
from portal.operations.members import accept_invitation
from portal.operations.sessions import note_sign_in
from portal.queries.invitations import open_invitation, token_hash
from portal.vocabulary.refusals import Refusal

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Shows who invites whom to what; the button takes the seat and signs in.

    Whose address has an account already is asked to sign in with it first, then for nothing else.
    """
    offered = open_invitation(token_hash(token))
    if offered is None:
        return render(request, "invitations/accept.html", {"invitation": None}, status=404)
    owner = Member.objects.filter(email__iexact=offered.email).first()
    if owner is not None and owner != request.user:
        context = {"invitation": offered, "way_in": f"{reverse('account_login')}?{_back(request)}"}
        status = 403 if request.method == "POST" else 200
        return render(request, "invitations/accept.html", context, status=status)
    data = request.POST if request.method == "POST" else None
    form = InvitationForm(data, is_known=owner is not None)
    if request.method == "POST" and form.is_valid() and (member := _accept(request, token, form)):
        if owner is None:
            _sign_in(request, member)
        return redirect("home")
    status = 422 if form.errors else 200
    context = {"invitation": offered, "form": form}
    return render(request, "invitations/accept.html", context, status=status)


def _back(request: HttpRequest) -> str:
    return urlencode({"next": request.path})


def _sign_in(request: HttpRequest, member: Member) -> None:
    login(request, member, backend=BACKEND)
    user_logged_in.send(sender=Member, request=request, user=member)
    note_sign_in(member=member, user_agent=request.headers.get("User-Agent", ""))


def _accept(request: HttpRequest, token: str, form: InvitationForm) -> Member | None:
    try:
        return accept_invitation(
            token=token,
            name=form.cleaned_data.get("name", ""),
            password=form.cleaned_data.get("password", ""),
            signed_in=request.user if isinstance(request.user, Member) else None,
        )
    except ValidationError as problem:
        form.add_error("password", problem)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
    return None
