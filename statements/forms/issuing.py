"""Who drafts a statement and who issues it."""

from typing import Any, cast

from django import forms

from portal.forms import ScreenedForm
from portal.models import Member, Organization
from portal.queries.organizations import associations
from portal.vocabulary.organizations import WORKING_CAPACITIES


class IssuingForm(ScreenedForm):
    """Asks for the drafting organization only where the member works for several."""

    organization = forms.ModelChoiceField(
        label="Drafted by", queryset=Organization.objects.none(), empty_label=None
    )
    issuers = forms.ModelMultipleChoiceField(
        label="Issued by",
        queryset=Organization.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, member=member, **kwargs)
        mine = [
            seat.organization_id
            for seat in member.current_seats
            if seat.capacity in WORKING_CAPACITIES
        ]
        drafter = cast("forms.ModelChoiceField[Organization]", self.fields["organization"])
        drafter.queryset = Organization.objects.filter(pk__in=mine)
        drafter.initial = mine[0] if mine else None
        if len(set(mine)) == 1:
            drafter.widget = forms.HiddenInput()
        issuers = cast("forms.ModelChoiceField[Organization]", self.fields["issuers"])
        issuers.queryset = associations()
        issuers.initial = list(associations())
