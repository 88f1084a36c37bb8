"""Starting a proposal from an outline."""

from typing import Any, cast

from django import forms

from portal.forms import SourceForm
from portal.models import Organization
from portal.queries.organizations import associations, federal_bodies


class ImportForm(SourceForm):
    """A proposal's outline, who proposes it and to whom."""

    issuer = forms.ModelChoiceField(label="Proposed by", queryset=Organization.objects.none())
    counterpart = forms.ModelChoiceField(
        label="Proposed to", queryset=Organization.objects.none(), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = "Bullets, numbers or indentation. Text around the outline is kept as background."
        self.fields["text"].label = "Outline"
        self.fields["text"].help_text = text
        issuer = cast("forms.ModelChoiceField[Organization]", self.fields["issuer"])
        issuer.queryset = associations()
        counterpart = cast("forms.ModelChoiceField[Organization]", self.fields["counterpart"])
        counterpart.queryset = federal_bodies()
