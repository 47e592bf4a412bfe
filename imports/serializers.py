"""The shape of an import in the interface."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from imports.models import ImportJob, Phase, Source, State


class ProblemSerializer(serializers.Serializer[dict[str, Any]]):
    """All findings of one kind in one column of the file."""

    code = serializers.CharField()
    column = serializers.CharField(allow_blank=True)
    example_line = serializers.IntegerField()
    example_value = serializers.CharField(allow_blank=True)
    rows = serializers.IntegerField()
    amount_minor = serializers.IntegerField(allow_null=True)
    severity = serializers.ChoiceField(choices=["rejected", "held", "warned"])


class ImportSerializer(serializers.Serializer[ImportJob]):
    """One import. Once done: rows_total = inserted + changed + unchanged + older + rejected."""

    id = serializers.IntegerField(source="pk")
    shop = serializers.CharField(source="shop.name", default=None, allow_null=True)
    filename = serializers.CharField()
    sheet = serializers.CharField(allow_blank=True, help_text="Which table of a file of several; empty for the only one.")
    further = serializers.ListField(
        child=serializers.IntegerField(),
        source="further_numbers",
        help_text="The imports made for the file's further tables, once it was looked at.",
    )
    size = serializers.IntegerField()
    sha256 = serializers.CharField(source="digest")
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    state = serializers.ChoiceField(choices=State.choices)
    phase = serializers.ChoiceField(choices=[word for word in Phase.choices if word[0]], allow_blank=True)
    needs = serializers.ChoiceField(choices=["shop", "mapping", "as_of"], allow_blank=True)
    format = serializers.CharField(source="format_key", allow_blank=True)
    kind = serializers.CharField(allow_blank=True)
    as_of = serializers.DateTimeField(allow_null=True)
    rows_total = serializers.IntegerField()
    rows_done = serializers.IntegerField()
    inserted = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    older = serializers.IntegerField()
    rejected = serializers.IntegerField()
    error = serializers.CharField(allow_blank=True)
    problems = ProblemSerializer(many=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class ImportListSerializer(serializers.Serializer[dict[str, Any]]):
    """A page of imports, newest first; ask for the next with before=<next_before>."""

    imports = ImportSerializer(many=True)
    next_before = serializers.IntegerField(allow_null=True)


class SendSerializer(serializers.Serializer[dict[str, Any]]):
    """What is sent as a form: the file and what the sender knows about it."""

    file = serializers.FileField()
    shop = serializers.CharField(
        required=False, allow_blank=True, help_text="The shop's name. May be left out where it can be told."
    )
    as_of = serializers.CharField(required=False, allow_blank=True, help_text="When the export was made: ISO 8601.")
    load = serializers.BooleanField(default=True, help_text="Import at once when nothing has to be asked.")


@extend_schema_serializer(component_name="ImportRefusal")
class WhyNotSerializer(serializers.Serializer[dict[str, Any]]):
    """Why something was not done, in a sentence for a person."""

    detail = serializers.CharField()
