"""Addresses of statements."""

from django.urls import path

from statements.views import importing, statements

urlpatterns = [
    path("", statements.statements, name="statement_list"),
    path("import/", importing.statement_import, name="statement_import"),
    path("<str:ref>/", statements.statement, name="statement"),
    path("<str:ref>/pdf/", statements.statement_pdf, name="statement_pdf"),
]
