"""What is recorded of an organization, and to which association it belongs."""

import json
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from portal.forms import NameField, ScreenedForm
from portal.models import Member, Organization
from portal.operations.organizations import told
from portal.queries.clock import database_today
from portal.queries.organizations import named_organization
from portal.vocabulary.directory import COUNTRIES, OWN_FIELDS, STAFF_FIELDS
from portal.vocabulary.organizations import OrganizationKind
from portal.vocabulary.refusals import Refusal

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OrganizationForm(ScreenedForm):
    """What the member may write: association staff all of it, its own people their part."""

    screened_fields = tuple(name for name in STAFF_FIELDS if name not in {"kind", "country"})

    name = NameField(label="Name", max_length=200)
    short_name = NameField(
        label="Short name",
        max_length=60,
        help_text="As lists print it, for example: Alderbrook PD.",
    )
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose one"), *OrganizationKind.choices])
    place = NameField(label="City or place", max_length=120, required=False)
    region = NameField(
        label="State or province",
        max_length=60,
        required=False,
        help_text="Two letters, for example OH.",
    )
    country = forms.ChoiceField(label="Country", choices=list(COUNTRIES.items()))
    parent = NameField(
        label="Part of",
        max_length=200,
        required=False,
        help_text="The name of the city that an agency answers to, or of the body above.",
    )
    has_independent_head = forms.BooleanField(
        label="Its head answers to nobody in the city (for example an elected sheriff)",
        required=False,
    )
    media_contact = forms.CharField(
        label="Media contact",
        max_length=2000,
        required=False,
        help_text="Whom the press may call. Statements print that of the associations.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    website = forms.URLField(label="Website", required=False, assume_scheme="https", max_length=200)
    registered_contact = forms.CharField(
        label="Registered contact",
        max_length=2000,
        required=False,
        help_text="For staff only: a name and a number to call back, to make sure who asks.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(
        label="Source",
        max_length=2000,
        required=False,
        help_text="Where this was read.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, organization: Organization | None, keeps: bool, **kwargs: Any
    ) -> None:
        stored = (
            {name: getattr(organization, name) for name in STAFF_FIELDS} if organization else {}
        )
        parent = organization.parent if organization else None
        initial = stored | {"parent": parent.name if parent else ""} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        for name in set(STAFF_FIELDS) - set(OWN_FIELDS) if not keeps else ():
            del self.fields[name]
        country = stored.get("country", "")
        if keeps and country and country not in COUNTRIES:
            offered = cast("forms.ChoiceField", self.fields["country"])
            offered.choices = [*COUNTRIES.items(), (country, country)]
        self.seen = {name: told(stored.get(name)) for name in self.fields if name in STAFF_FIELDS}

    def clean_parent(self) -> Organization | None:
        typed = self.cleaned_data["parent"]
        try:
            return named_organization(typed) if typed else None
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean_region(self) -> str:
        typed: str = self.cleaned_data["region"]
        return typed.upper() if len(typed) == 2 else typed

    def clean_website(self) -> str:
        typed: str = self.cleaned_data["website"]
        if typed and not typed.startswith(("https://", "http://")):
            raise ValidationError("Write an address of the web, like https://city.example.")
        return typed

    def clean_media_contact(self) -> str:
        return _lines(self.cleaned_data["media_contact"])

    def clean_registered_contact(self) -> str:
        return _lines(self.cleaned_data["registered_contact"])

    def clean_source(self) -> str:
        return _lines(self.cleaned_data["source"])

    @property
    def values(self) -> Mapping[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields if name in STAFF_FIELDS}


def seen_in(sent: str) -> dict[str, str]:
    """What the page held when it was opened; what cannot be read was not seen."""
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


class LogoForm(forms.Form):
    """A picture in the place of the one before, or none."""

    file = forms.FileField(
        label="Logo",
        required=False,
        max_length=200,
        help_text="PNG or JPEG, at most 1 MB. Members see it on this organization's page.",
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )


class MembershipForm(forms.Form):
    """Joining an association that the member keeps."""

    association = forms.ModelChoiceField(
        label="Association", queryset=Organization.objects.none(), empty_label="Choose one"
    )
    since = forms.DateField(label="Member since", widget=DAY)

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["since"] = database_today()
        field = cast("forms.ModelChoiceField[Organization]", self.fields["association"])
        field.queryset = Organization.objects.filter(
            pk__in=[body.pk for body in kept_associations(member)]
        )


class EndMembershipForm(forms.Form):
    """Leaving it."""

    until = forms.DateField(
        label="Left on", widget=DAY, help_text="From this day on it is no member any more."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["until"] = database_today()


def kept_associations(member: Member) -> list[Organization]:
    found = Organization.objects.filter(kind=OrganizationKind.ASSOCIATION)
    return [body for body in found if member.has_perm("portal.keep_organization", body)]


def _lines(text: str) -> str:
    """Browsers send the ends of lines in their own way."""
    return text.replace("\r\n", "\n").strip()
