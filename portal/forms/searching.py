"""What is asked of the search."""

from django import forms


class SearchForm(forms.Form):
    """Whatever else stands in the address is passed over."""

    q = forms.CharField(label="Search", required=False, max_length=200)
    kind = forms.SlugField(required=False, max_length=20)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)
