"""Narrowing a list."""

from django import forms

from statements.vocabulary.states import StatementState


class FilterForm(forms.Form):
    """Narrows the list."""

    q = forms.CharField(label="Words in the title", required=False, max_length=100)
    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "Every state"), *StatementState.choices]
    )
