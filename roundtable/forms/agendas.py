"""For whom an agenda is published."""

from django import forms

from portal.forms import ScreenedForm
from portal.vocabulary.audiences import Audience

MEMBERS, ALL = "members", "all"
AUDIENCES = {
    MEMBERS: (Audience.WORKING_GROUP,),
    ALL: (Audience.WORKING_GROUP, Audience.PUBLIC),
}


class PublishAgendaForm(ScreenedForm):
    """`expected` and `shown` say which page the person looked at."""

    screened_fields = ("note",)

    audience = forms.ChoiceField(
        label="For whom",
        choices=[
            (MEMBERS, "The working group"),
            (ALL, "The working group, and a public version for everybody"),
        ],
        widget=forms.RadioSelect,
        initial=MEMBERS,
    )
    note = forms.CharField(
        label="Note on this version",
        required=False,
        max_length=500,
        help_text="Stands on the working group's cover, never on the public one.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    expected = forms.IntegerField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput)

    @property
    def audiences(self) -> tuple[Audience, ...]:
        return AUDIENCES[self.cleaned_data["audience"]]
