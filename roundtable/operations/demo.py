"""Loads the sample proposal and gives its issues owners."""

from datetime import timedelta

from django.db.models.functions import Now

from portal.intake import check_text
from portal.models import Member, Organization, Seat
from portal.vocabulary.demo import CHIEFS
from roundtable.models import Issue
from roundtable.operations.importing import Origin, import_agenda
from roundtable.vocabulary.demo import OUTLINE, OWNERS


def load_sample_proposal() -> None:
    """Adds the proposal with ten issues in different states."""
    origin = Origin(
        file_name="roundtable-proposal.txt",
        issuer=Organization.objects.get(name=CHIEFS.name),
        counterpart=Organization.objects.get(short_name="DHS"),
        actor=Member.objects.get(email="editor@chiefs.example"),
        is_sample=True,
    )
    proposal = import_agenda(text=check_text(OUTLINE), origin=origin)
    for title, owner, state, waiting_on, days in OWNERS:
        Issue.objects.filter(proposal=proposal, title__startswith=title).update(
            owner=Seat.objects.get(member__email=owner),
            state=state,
            waiting_on=waiting_on,
            waiting_since=Now() - timedelta(days=days),
        )
