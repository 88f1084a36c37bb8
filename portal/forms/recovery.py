"""Noting a call before somebody is let in anew."""

from django import forms

from portal.forms import ScreenedForm


class RecoveryForm(ScreenedForm):
    """Who was called back, and what they said."""

    screened_fields = ("called",)

    called = forms.CharField(
        label="Whom did you call back, and what did they say?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Call the registered contact, never a number from the request.",
    )
