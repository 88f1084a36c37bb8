"""Addresses of statements."""

from django.urls import path, re_path

from statements.views import (
    attachments,
    drafting,
    importing,
    public,
    publishing,
    receipts,
    reminding,
    signing,
    staff,
    statements,
    versions,
)

urlpatterns = [
    path("", statements.statements, name="statement_list"),
    path("import/", importing.statement_import, name="statement_import"),
    path("new/", drafting.statement_new, name="statement_new"),
    path("feed/", public.feed, name="statement_feed"),
    re_path(
        r"^(?P<ref>S-[0-9A-Z]{5})\.(?P<suffix>pdf|txt|json)$",
        public.publication_file,
        name="publication_file",
    ),
    path("<str:ref>/", statements.statement, name="statement"),
    path("<str:ref>/working/", statements.statement_work, name="statement_work"),
    path("<str:ref>/publish/", publishing.publish, name="publish"),
    path("<str:ref>/publish/undo/", publishing.publish_undo, name="publish_undo"),
    path("<str:ref>/publish/again/", publishing.publish_again, name="publish_again"),
    path("<str:ref>/publish/withdraw/", publishing.publish_withdraw, name="publish_withdraw"),
    path("<str:ref>/staff/", staff.staff_page, name="staff_page"),
    path("<str:ref>/staff/sign-on/", staff.sign_on, name="sign_on"),
    path("<str:ref>/staff/deadline/", staff.deadline, name="deadline"),
    path("<str:ref>/staff/<slug:step>/", staff.take, name="take_step"),
    path("<str:ref>/files/", attachments.statement_files, name="statement_files"),
    path("<str:ref>/sign/", signing.sign, name="sign"),
    path("<str:ref>/receipt/<int:signature_id>/", receipts.receipt, name="receipt"),
    path("<str:ref>/remind/", reminding.remind, name="remind"),
    path("<str:ref>/edit/", drafting.statement_edit, name="statement_edit"),
    path("<str:ref>/versions/", versions.statement_versions, name="statement_versions"),
    path("<str:ref>/versions/compare/", versions.statement_compare, name="statement_compare"),
    path(
        "<str:ref>/versions/<int:number>/restore/",
        versions.statement_restore,
        name="statement_restore",
    ),
    path("<str:ref>/pdf/", statements.statement_pdf, name="statement_pdf"),
]
