"""Addresses of the shared ground; the other two packages are included by name."""

from allauth.mfa.base.views import reauthenticate
from django.conf import settings
from django.urls import include, path

from portal.views import (
    about,
    attachments,
    authority,
    comments,
    confirming,
    directory,
    documents,
    drafts,
    factors,
    following,
    health,
    home,
    invitations,
    mail_choices,
    mandates,
    memberships,
    notifications,
    organizations,
    own_account,
    people,
    previews,
    proving,
    record,
    recovery,
    rosters,
    sample_mail,
    search,
    sessions,
    signing_rules,
    steering,
    style,
    threads,
    unseen,
    verification,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/lost/", recovery.lost_passkey, name="lost_passkey"),
    path("accounts/mail/", mail_choices.mail_choices, name="mail_choices"),
    path("accounts/sessions/", sessions.sessions, name="usersessions_list"),
    path("accounts/stay/", sessions.stay, name="session_stay"),
    path("accounts/factors/", factors.overview, name="mfa_index"),
    path("accounts/factors/authenticate/", proving.SecondStep.as_view(), name="mfa_authenticate"),
    path("accounts/factors/reauthenticate/", reauthenticate, name="mfa_reauthenticate"),
    path("accounts/factors/again/", proving.sign_in_again, name="sign_in_again"),
    path(
        "accounts/factors/webauthn/login/",
        proving.SignInByPasskey.as_view(),
        name="mfa_login_webauthn",
    ),
    path(
        "accounts/factors/webauthn/reauthenticate/",
        proving.PasskeyProof.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("accounts/factors/webauthn/add/", factors.passkey_add, name="mfa_add_webauthn"),
    path(
        "accounts/factors/webauthn/<int:factor_id>/edit/",
        factors.passkey_rename,
        name="mfa_edit_webauthn",
    ),
    path(
        "accounts/factors/webauthn/<int:factor_id>/remove/",
        factors.passkey_remove,
        name="mfa_remove_webauthn",
    ),
    path("accounts/factors/totp/activate/", factors.app_code_add, name="mfa_activate_totp"),
    path("accounts/factors/totp/deactivate/", factors.app_code_remove, name="mfa_deactivate_totp"),
    path("accounts/email/", own_account.own_address, name="account_email"),
    path("accounts/password/change/", own_account.password_change, name="account_change_password"),
    path("accounts/password/set/", own_account.password_set, name="account_set_password"),
    path("accounts/confirm/options/", confirming.confirm_options, name="confirm_options"),
    path("accounts/", include("allauth.account.urls")),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("documents/<uuid:export_id>/", documents.export, name="export"),
    path("documents/<uuid:export_id>/retry/", documents.export_retry, name="export_retry"),
    path("documents/<uuid:export_id>/file/", documents.export_file, name="export_file"),
    path("attachments/<uuid:attachment_id>/", attachments.attachment, name="attachment"),
    path("members/", directory.members, name="directory"),
    path("members/export/", directory.directory_export, name="directory_export"),
    path("members/import/", rosters.roster_import, name="roster_import"),
    path("members/new/", organizations.organization_new, name="organization_new"),
    path("members/<int:organization_id>/", organizations.organization, name="organization"),
    path(
        "members/<int:organization_id>/edit/",
        organizations.organization_edit,
        name="organization_edit",
    ),
    path(
        "members/<int:organization_id>/logo/",
        organizations.organization_logo,
        name="organization_logo",
    ),
    path("members/<int:organization_id>/memberships/", memberships.memberships, name="memberships"),
    path(
        "members/<int:organization_id>/memberships/<int:membership_id>/end/",
        memberships.membership_end,
        name="membership_end",
    ),
    path("members/<int:organization_id>/about/", about.about_text, name="about_text"),
    path("authority/", authority.authority, name="authority"),
    path("authority/confirm/", authority.authority_confirm, name="authority_confirm"),
    path("members/<int:organization_id>/authority/", authority.authority_of, name="authority_of"),
    path(
        "members/<int:organization_id>/authority/lend/",
        mandates.authority_delegate,
        name="authority_delegate",
    ),
    path(
        "members/<int:organization_id>/authority/letter/",
        mandates.authority_letter,
        name="authority_letter",
    ),
    path(
        "members/<int:organization_id>/authority/<int:mandate_id>/end/",
        mandates.authority_end,
        name="authority_end",
    ),
    path("members/<int:organization_id>/people/", people.people, name="people"),
    path("members/<int:organization_id>/rule/", signing_rules.signing_rule, name="signing_rule"),
    path(
        "members/<int:organization_id>/people/seats/<int:seat_id>/end/",
        people.seat_end,
        name="seat_end",
    ),
    path(
        "members/<int:organization_id>/people/<int:member_id>/suspend/",
        people.member_suspend,
        name="member_suspend",
    ),
    path(
        "members/<int:organization_id>/people/<int:member_id>/recover/",
        recovery.recovery,
        name="recovery",
    ),
    path(
        "members/<int:organization_id>/people/<int:member_id>/restore/",
        people.member_restore,
        name="member_restore",
    ),
    path(
        "members/<int:organization_id>/people/invitations/<int:invitation_id>/again/",
        people.invitation_again,
        name="invitation_again",
    ),
    path(
        "members/<int:organization_id>/people/invitations/<int:invitation_id>/back/",
        people.invitation_back,
        name="invitation_back",
    ),
    path(
        "members/<int:organization_id>/history/",
        record.organization_history,
        name="organization_history",
    ),
    path("following/<str:kind>/<int:subject_id>/", following.follow, name="follow"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("preview/", previews.preview, name="preview"),
    path("preview/stop/", previews.preview_stop, name="preview_stop"),
    path("record/", record.record, name="record"),
    path("record/opened/<str:object_type>/<str:key>/", record.who_opened, name="who_opened"),
    path("search/", search.search, name="search"),
    path("threads/<int:thread_id>/", threads.thread, name="thread"),
    path("threads/<int:thread_id>/newer/", threads.thread_newer, name="thread_newer"),
    path("threads/<int:thread_id>/read/", threads.thread_read, name="thread_read"),
    path("threads/<int:thread_id>/people/", threads.thread_people, name="thread_people"),
    path("threads/<int:thread_id>/resolve/", steering.thread_resolve, name="thread_resolve"),
    path("threads/<int:thread_id>/reopen/", steering.thread_reopen, name="thread_reopen"),
    path("threads/<int:thread_id>/narrow/", steering.thread_narrow, name="thread_narrow"),
    path("threads/about/<str:kind>/<int:subject_id>/", threads.thread_new, name="thread_new"),
    path(
        "threads/about/<str:kind>/<int:subject_id>/unseen/",
        unseen.threads_unseen,
        name="threads_unseen",
    ),
    path("threads/comments/<int:comment_id>/reply/", comments.comment_reply, name="comment_reply"),
    path("threads/comments/<int:comment_id>/edit/", comments.comment_edit, name="comment_edit"),
    path(
        "threads/comments/<int:comment_id>/remove/", comments.comment_remove, name="comment_remove"
    ),
    path(
        "threads/comments/<int:comment_id>/history/",
        comments.comment_history,
        name="comment_history",
    ),
    path("threads/drafts/<slug:place>/", drafts.draft, name="draft"),
    path("threads/drafts/<slug:place>/discard/", drafts.draft_discard, name="draft_discard"),
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
handler429 = "portal.views.errors.too_many_requests"  # read by allauth
handler500 = "portal.views.errors.server_error"
