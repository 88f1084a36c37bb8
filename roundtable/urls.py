"""Addresses of the roundtable and its meetings."""

from django.urls import path

from roundtable.views import board, importing

urlpatterns = [
    path("roundtable/", board.board, name="board"),
    path("roundtable/import/", importing.agenda_import, name="agenda_import"),
    path("roundtable/proposals/<str:ref>/", board.proposal, name="proposal"),
    path("roundtable/proposals/<str:ref>/pdf/", board.agenda_pdf, name="agenda_pdf"),
    path("roundtable/<str:ref>/", board.issue, name="issue"),
    path("meetings/", board.meetings, name="meetings"),
]
