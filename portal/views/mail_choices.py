"""What a member wants by mail, and when."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from portal.forms.following import MailChoicesForm
from portal.http import MemberRequest
from portal.operations.digests import choose_mail
from portal.queries.digests import mail_settings_of
from portal.queries.organizations import HEADS
from portal.vocabulary.repeated import takes_lists


@require_http_methods(["GET", "HEAD", "POST"])
@takes_lists("digest_days")
def mail_choices(request: MemberRequest) -> HttpResponse:
    """Days of the digest, mail about mentions, copies to staff, time zone."""
    member = request.user
    chosen = mail_settings_of(member)
    form = MailChoicesForm(
        request.POST or None,
        time_zone=member.time_zone,
        has_copies=any(seat.capacity in HEADS for seat in member.current_seats),
        initial={
            "digest_days": chosen.digest_days,
            "mails_mentions": chosen.mails_mentions,
            "copies_to_staff": chosen.copies_to_staff,
            "time_zone": member.time_zone,
        },
    )
    if form.is_valid():
        choose_mail(member=member, **form.cleaned_data)
        messages.success(request, "Your choices are kept.")
        return redirect("mail_choices")
    status = 422 if form.errors else 200
    return render(request, "notifications/mail_choices.html", {"form": form}, status=status)
