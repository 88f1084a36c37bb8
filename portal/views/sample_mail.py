"""The demo's mailbox: mails that a real portal would have sent."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.queries.sample_mail import sample_mail, sample_mails


@login_not_required
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    return render(request, "sample_mail/list.html", {"mails": sample_mails()})


@login_not_required
@require_safe
def mail_message(request: HttpRequest, name: str) -> HttpResponse:
    mail = sample_mail(name)
    if mail is None:
        raise Http404
    return render(request, "sample_mail/message.html", {"mail": mail, "body": mail.body})
