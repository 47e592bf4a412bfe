"""The forms of the target: another value for a node, another curve."""

from django import forms

from campaigns.models import CurveKind


class NodeForm(forms.Form):
    """A new value for a node of the target."""

    version = forms.IntegerField(min_value=1)
    node = forms.CharField(max_length=60)
    value = forms.CharField(required=False)
    lock = forms.BooleanField(required=False)
    raise_total = forms.BooleanField(required=False)


class CurveForm(forms.Form):
    """Another curve."""

    version = forms.IntegerField(min_value=1)
    kind = forms.ChoiceField(choices=CurveKind.choices)
