"""Addresses of the shared ground; the other two packages are included by name."""

from django.conf import settings
from django.urls import include, path

from portal.views import (
    about,
    attachments,
    directory,
    documents,
    health,
    home,
    invitations,
    notifications,
    sample_mail,
    style,
    verification,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.account.urls")),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("documents/<uuid:export_id>/", documents.export, name="export"),
    path("documents/<uuid:export_id>/retry/", documents.export_retry, name="export_retry"),
    path("documents/<uuid:export_id>/file/", documents.export_file, name="export_file"),
    path("attachments/<uuid:attachment_id>/", attachments.attachment, name="attachment"),
    path("members/", directory.members, name="directory"),
    path("members/<int:organization_id>/about/", about.about_text, name="about_text"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("verify/", verification.verify, name="verify"),
    path("statements/", include("statements.urls")),
    path("", include("roundtable.urls")),
]

if not settings.PRODUCTION:
    urlpatterns += [
        path("sample-mail/", sample_mail.mail_list, name="sample_mail"),
        path("sample-mail/<str:name>/", sample_mail.mail_message, name="sample_mail_message"),
        path("style/", style.style_page, name="style_page"),
    ]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.permission_denied"
handler404 = "portal.views.errors.page_not_found"
handler500 = "portal.views.errors.server_error"
