"""Who answers for an issue, who moves next, and who can see it."""

from typing import Any, TypeVar, cast

from django import forms
from django.db.models import Case, Model, QuerySet, When

from portal.forms import ScreenedForm
from portal.models import Member, Organization, Seat
from portal.queries.organizations import federal_bodies
from portal.vocabulary.audiences import Audience
from portal.vocabulary.organizations import ASSOCIATION_CAPACITIES, WORKING_CAPACITIES
from roundtable.models import Issue
from roundtable.queries.audiences import audiences_for
from roundtable.queries.readers import members_who_see, people_to_name
from roundtable.vocabulary.issues import WaitingOn

Chosen = TypeVar("Chosen", bound=Model)


def seats_that_see(issue: Issue) -> QuerySet[Seat]:
    """Working seats of those who may see the issue: nobody else is offered."""
    return (
        Seat.objects.current()
        .filter(capacity__in=WORKING_CAPACITIES, member__in=members_who_see(issue))
        .select_related("member", "organization")
        .order_by("member__name", "organization__name")
    )


class PeopleForm(forms.Form):
    """Who answers for the issue."""

    owner = forms.ModelChoiceField(
        label="Owner",
        queryset=Seat.objects.none(),
        required=False,
        empty_label="Nobody yet",
        help_text="The one person who answers for it.",
    )
    staff_lead = forms.ModelChoiceField(
        label="Staff lead", queryset=Seat.objects.none(), required=False, empty_label="Nobody yet"
    )
    helpers = forms.ModelMultipleChoiceField(
        label="Helpers",
        queryset=Seat.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    hides_optional = True  # an issue without any of them is an issue

    def __init__(self, data: Any = None, *, issue: Issue) -> None:
        initial = {
            "owner": issue.owner_id,
            "staff_lead": issue.staff_lead_id,
            "helpers": [seat.pk for seat in issue.helpers.all()],
        }
        super().__init__(data, initial=initial)
        seats = seats_that_see(issue)
        _choose(self, "owner", seats)
        _choose(self, "helpers", _chosen_first(seats, initial["helpers"]))
        _choose(self, "staff_lead", seats.filter(capacity__in=ASSOCIATION_CAPACITIES))


class WaitingForm(forms.Form):
    """Who moves next."""

    kind = forms.ChoiceField(
        label="Waiting on", choices=WaitingOn.choices, widget=forms.RadioSelect
    )
    seat = forms.ModelChoiceField(
        label="Which member", queryset=Seat.objects.none(), required=False, empty_label="Choose"
    )
    body = forms.ModelChoiceField(
        label="Which federal body",
        queryset=Organization.objects.none(),
        required=False,
        empty_label="Choose",
    )

    hides_optional = True  # which of the two is needed depends on the first answer

    def __init__(self, data: Any = None, *, issue: Issue) -> None:
        body = issue.waiting_body_id or issue.counterpart_id or issue.proposal.counterpart_id
        initial = {"kind": issue.waiting_on, "seat": issue.waiting_seat_id, "body": body}
        super().__init__(data, initial=initial)
        _choose(self, "seat", seats_that_see(issue))
        cast(
            "forms.ModelChoiceField[Organization]", self.fields["body"]
        ).queryset = federal_bodies()


class AudienceForm(ScreenedForm):
    """Who can see the issue; only what the member may choose is offered."""

    screened_fields = ("closed_title",)

    audience = forms.ChoiceField(label="Who can see this", widget=forms.RadioSelect)
    readers = forms.ModelMultipleChoiceField(
        label="If only named people: who",
        queryset=Member.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    closed_title = forms.CharField(
        label="What others read in place of the title",
        max_length=200,
        required=False,
        help_text="Members who may not see it know that it is there. Empty: Closed item.",
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    hides_optional = True  # what is needed depends on the first answer

    def __init__(self, data: Any = None, *, issue: Issue, member: Member) -> None:
        readers = issue.readers.all() if issue.audience == Audience.NAMED else _responsible(issue)
        initial = {
            "audience": issue.audience,
            "readers": [reader.pk for reader in readers] or [member.pk],
            "closed_title": issue.closed_title,
        }
        super().__init__(data, initial=initial, member=member)
        choice = cast("forms.ChoiceField", self.fields["audience"])
        choice.choices = [(found.value, found.label) for found in audiences_for(issue, member)]
        named = cast("forms.ModelMultipleChoiceField[Member]", self.fields["readers"])
        named.queryset = _chosen_first(people_to_name(issue), initial["readers"])


def _chosen_first(found: QuerySet[Chosen], chosen: object) -> QuerySet[Chosen]:
    """Whoever is ticked already stands at the top of a long list."""
    first = Case(When(pk__in=chosen, then=0), default=1)
    return found.order_by(first, *(found.query.order_by or ("name",)))


def _responsible(issue: Issue) -> list[Member]:
    seats = [issue.owner, issue.staff_lead, issue.waiting_seat, *issue.helpers.all()]
    return [seat.member for seat in seats if seat is not None]


def _choose(form: forms.Form, name: str, seats: QuerySet[Seat]) -> None:
    cast("forms.ModelChoiceField[Seat]", form.fields[name]).queryset = seats
