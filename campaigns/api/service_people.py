"""The people of customer service for programs: listed, added, changed; and their places on the shifts of a sale."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import RefusedSerializer, actor_of, answered
from campaigns.models import ServicePerson, Shift, ShiftPlace
from campaigns.rules.staffing.contacts import ROLES
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services.shifts import PersonDraft, place_person, remove_place, save_person
from campaigns.words.shifts import problem_words
from common.permissions import Permission

REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}
WRITE = REFUSED | {400: RefusedSerializer}


class ServicePersonSerializer(serializers.Serializer[dict[str, Any]]):
    """One person of customer service."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(max_length=80)
    roles: serializers.ListField = serializers.ListField(child=serializers.ChoiceField(choices=list(ROLES)), allow_empty=False)
    works_nights = serializers.BooleanField(default=True)
    away = serializers.ListField(child=serializers.DateField(), default=list, help_text="days on which they cannot come")
    is_active = serializers.BooleanField(default=True, help_text="false: does not work here any more")


class PlaceInSerializer(serializers.Serializer[dict[str, Any]]):
    """Who goes where. `shift` and `person` are the numbers that the roster and the list of people give."""

    shift = serializers.IntegerField(min_value=1)
    person = serializers.IntegerField(min_value=1)
    role = serializers.ChoiceField(choices=list(ROLES))


class PlaceSerializer(PlaceInSerializer):
    """One person on one shift."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    by_hand = serializers.BooleanField(help_text="no new roster takes them away")


class ServicePeopleView(APIView):
    """The people of customer service."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "POST": Permission.EDIT_PLAN}

    @extend_schema(operation_id="service_people", responses={200: ServicePersonSerializer(many=True)} | REFUSED)
    def get(self, request: Request) -> Response:
        """List everybody."""
        return Response([_told(person) for person in ServicePerson.objects.all()])

    @extend_schema(
        operation_id="service_people_add", request=ServicePersonSerializer, responses={201: ServicePersonSerializer} | WRITE
    )
    def post(self, request: Request) -> Response:
        """Add a person."""
        return _save(request, None)


class ServicePersonView(APIView):
    """One person of customer service."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "PUT": Permission.EDIT_PLAN}

    @extend_schema(operation_id="service_person", responses={200: ServicePersonSerializer} | REFUSED)
    def get(self, request: Request, person_pk: int) -> Response:
        """Give one person."""
        return Response(_told(get_object_or_404(ServicePerson, pk=person_pk)))

    @extend_schema(
        operation_id="service_person_change", request=ServicePersonSerializer, responses={200: ServicePersonSerializer} | WRITE
    )
    def put(self, request: Request, person_pk: int) -> Response:
        """Write a person anew; what is left out is as for a new one."""
        return _save(request, get_object_or_404(ServicePerson, pk=person_pk))


class ShiftPlacesView(APIView):
    """Places on the shifts of one sale."""

    permission = Permission.EDIT_PLAN

    @extend_schema(operation_id="campaigns_shift_place", request=PlaceInSerializer, responses={201: PlaceSerializer} | WRITE)
    def post(self, request: Request, pk: int) -> Response:
        """Put a person on a shift by hand; somebody who is on it already changes their role. Rest rules are kept."""
        sent = PlaceInSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        shift = get_object_or_404(Shift.objects.select_related("campaign"), pk=sent.validated_data["shift"], campaign_id=pk)
        person = get_object_or_404(ServicePerson, pk=sent.validated_data["person"])

        def work() -> Response:
            place = place_person(shift=shift, person=person, role=sent.validated_data["role"], actor=actor_of(request))
            told = {"id": place.pk, "shift": shift.pk, "person": person.pk, "name": person.name, "role": place.role}
            return Response(PlaceSerializer(told | {"by_hand": place.by_hand}).data, status=201)

        return answered(work, campaign=shift.campaign, words=problem_words)


class ShiftPlaceView(APIView):
    """One place on a shift."""

    permission = Permission.EDIT_PLAN

    @extend_schema(operation_id="campaigns_shift_unplace", responses={204: None} | REFUSED)
    def delete(self, request: Request, pk: int, place_pk: int) -> Response:
        """Take a person off a shift."""
        places = ShiftPlace.objects.select_related("shift__campaign", "person")
        remove_place(place=get_object_or_404(places, pk=place_pk, shift__campaign_id=pk), actor=actor_of(request))
        return Response(status=204)


def _save(request: Request, person: ServicePerson | None) -> Response:
    sent = ServicePersonSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    draft = replace(PersonDraft(**sent.validated_data), user=person.user if person else None)

    def work() -> Response:
        saved = save_person(actor=actor_of(request), draft=draft, person=person)
        return Response(_told(saved), status=200 if person else 201)

    return answered(work, words=problem_words)


def _told(person: ServicePerson) -> Any:
    told = {name: getattr(person, name) for name in ("id", "name", "roles", "works_nights", "is_active")}
    return ServicePersonSerializer(told | {"away": [date.fromisoformat(day) for day in person.away]}).data
