"""What people may type or upload here."""

from typing import Any, cast

from django import forms

from portal.forms import SourceForm
from portal.models import Member, Organization
from portal.queries.organizations import associations
from portal.vocabulary.organizations import WORKING_CAPACITIES


class ImportForm(SourceForm):
    """A statement's text, who drafts it and who issues it."""

    organization = forms.ModelChoiceField(
        label="Drafted by", queryset=Organization.objects.none(), empty_label=None
    )
    issuers = forms.ModelMultipleChoiceField(
        label="Issued by",
        queryset=Organization.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = "Paste the whole text, with headline, dateline and the About paragraphs."
        self.fields["text"].help_text = text
        mine = [
            seat.organization_id
            for seat in member.current_seats
            if seat.capacity in WORKING_CAPACITIES
        ]
        drafter = cast("forms.ModelChoiceField[Organization]", self.fields["organization"])
        drafter.queryset = Organization.objects.filter(pk__in=mine)
        drafter.initial = mine[0] if mine else None
        if len(mine) == 1:
            drafter.widget = forms.HiddenInput()
        issuers = cast("forms.ModelChoiceField[Organization]", self.fields["issuers"])
        issuers.queryset = associations()
        issuers.initial = list(associations())
