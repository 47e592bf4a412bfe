"""Scripts and the log of look-ups for programs."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from common.requests import whole_number
from customers.api.shared import DENIED, WRONG, actor_of
from desk.forms.scripts import ScriptForm
from desk.models import Script, ScriptLanguage, Situation
from desk.queries.lookups import look_ups
from desk.services import save_script

MOST_TOLD = 500


class ScriptSerializer(serializers.Serializer[Any]):
    """One script; its text names fields in braces."""

    id = serializers.IntegerField(read_only=True)
    code = serializers.CharField(read_only=True, help_text="of the default set; empty for one of the shop's own")
    title = serializers.CharField(max_length=80)
    situation = serializers.ChoiceField(choices=Situation.choices)
    language = serializers.ChoiceField(choices=ScriptLanguage.choices)
    tiers = serializers.ListField(child=serializers.CharField(max_length=40), required=False, default=list, max_length=12)
    text = serializers.CharField(max_length=1000)
    is_active = serializers.BooleanField(default=True)
    place = serializers.IntegerField(min_value=0, max_value=9999, default=100)


class LookUpSerializer(serializers.Serializer[Any]):
    """One look-up; moments UTC."""

    at = serializers.DateTimeField()
    who = serializers.CharField(source="who.username")
    kind = serializers.CharField()
    door = serializers.CharField()
    text = serializers.CharField(help_text="empty where a buyer is named, and for phones and e-mails")
    found = serializers.IntegerField()
    refused = serializers.BooleanField()
    buyer = serializers.IntegerField(source="buyer_id", allow_null=True)


class ScriptsView(APIView):
    """All scripts, and one more."""

    permission_by_method = {"GET": Permission.VIEW_BUYERS, "POST": Permission.MANAGE_DESK}

    @extend_schema(
        operation_id="desk_scripts",
        parameters=[OpenApiParameter("language", OpenApiTypes.STR, description="only this language: en or zh-hans")],
        responses={200: ScriptSerializer(many=True), **DENIED},
    )
    def get(self, request: Request) -> Response:
        """List the scripts in their order."""
        language = request.query_params.get("language")
        rows = [row for row in Script.objects.all() if not language or row.language == language]
        return Response(ScriptSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="desk_script_write", request=ScriptSerializer, responses={201: ScriptSerializer, **WRONG, **DENIED}
    )
    def post(self, request: Request) -> Response:
        """Write a script; an unknown field in its text is refused with the list of those there are."""
        told = ScriptSerializer(data=request.data)
        told.is_valid(raise_exception=True)
        form = ScriptForm(told.validated_data | {"tiers": ", ".join(told.validated_data["tiers"])})
        if not form.is_valid():
            raise ValidationError({name: [str(one) for one in errors] for name, errors in form.errors.items()})
        script = save_script(actor=actor_of(request), script=None, told=form.cleaned_data)
        return Response(ScriptSerializer(script).data, status=201)


class LookUpsView(APIView):
    """The log of look-ups."""

    permission = Permission.VIEW_AUDIT

    @extend_schema(
        operation_id="desk_lookups",
        parameters=[OpenApiParameter("who", OpenApiTypes.INT, description="only of this person")],
        responses={200: LookUpSerializer(many=True), **DENIED},
    )
    def get(self, request: Request) -> Response:
        """List the last five hundred look-ups, the newest first."""
        who = whole_number(request.query_params.get("who", "")) or None
        return Response(LookUpSerializer(look_ups(who=who)[:MOST_TOLD], many=True).data)
