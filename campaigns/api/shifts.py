"""The shifts over REST: what each half hour brings and needs, who is on which shift; laying them anew."""

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from campaigns.api.answers import actor_of
from campaigns.api.service_people import PlaceSerializer
from campaigns.models import Campaign, ShiftPlace
from campaigns.queries import shifts as queries
from campaigns.rules.staffing.contacts import ROLES
from campaigns.rules.staffing.demand import HALF_HOUR
from campaigns.serializers.plan import WhyNotSerializer
from campaigns.services import shifts as services
from campaigns.words.shifts import half_hour_words
from common.permissions import Permission

REFUSED = {401: WhyNotSerializer, 403: WhyNotSerializer, 404: WhyNotSerializer}


class HalfHourSerializer(serializers.Serializer[dict[str, Any]]):
    """What half an hour brings and needs, by role."""

    starts_at = serializers.DateTimeField()
    contacts = serializers.DictField(child=serializers.FloatField())
    people = serializers.DictField(child=serializers.IntegerField())


class RosterRoleSerializer(serializers.Serializer[dict[str, Any]]):
    """One role on one shift."""

    role = serializers.ChoiceField(choices=list(ROLES))
    needed = serializers.IntegerField()
    reserve = serializers.IntegerField()
    people = serializers.ListField(child=serializers.CharField())
    places = PlaceSerializer(many=True)
    open_needed = serializers.IntegerField()
    open_reserve = serializers.IntegerField()


class RosterShiftSerializer(serializers.Serializer[dict[str, Any]]):
    """One shift with its roles."""

    id = serializers.IntegerField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    is_night = serializers.BooleanField()
    roles = RosterRoleSerializer(many=True)


class ShiftsSerializer(serializers.Serializer[dict[str, Any]]):
    """The shifts of one sale."""

    handovers = serializers.ListField(child=serializers.CharField(), help_text="times of the shop's clock")
    handovers_clear_of_peaks = serializers.BooleanField()
    answered_in_time = serializers.FloatField(help_text="share of contacts, 0 to 1, with those on the roster")
    half_hours = HalfHourSerializer(many=True)
    shifts = RosterShiftSerializer(many=True)


class ShiftsView(APIView):
    """The shifts of one sale."""

    permission_by_method = {"GET": Permission.VIEW_PLAN, "POST": Permission.EDIT_PLAN}

    @extend_schema(operation_id="campaigns_shifts", responses={200: ShiftsSerializer} | REFUSED)
    def get(self, request: Request, pk: int) -> Response:
        """Give demand and roster."""
        return Response(_whole(get_object_or_404(Campaign, pk=pk)))

    @extend_schema(operation_id="campaigns_shifts_lay", request=None, responses={200: ShiftsSerializer} | REFUSED)
    def post(self, request: Request, pk: int) -> Response:
        """Lay the shifts anew; places given by hand stay."""
        campaign = get_object_or_404(Campaign, pk=pk)
        actor = actor_of(request)
        return Response(_whole(services.lay_shifts(campaign=campaign, actor=actor)))


def _whole(campaign: Campaign) -> dict[str, Any]:
    settings = queries.settings_of(campaign)
    found = queries.demand(campaign=campaign, settings=settings)
    rows = queries.shift_rows(campaign, settings)
    _staffed, in_time = queries.answered(settings, found, rows, campaign)
    length = len(next(iter(found.contacts.values())))
    return {
        "handovers": [half_hour_words(moment) for moment in found.handover.moments],
        "handovers_clear_of_peaks": found.handover.is_clear,
        "answered_in_time": round(in_time, 6),
        "half_hours": [
            {
                "starts_at": campaign.starts_at + number * HALF_HOUR,
                "contacts": {role: round(float(found.contacts[role][number]), 3) for role in ROLES},
                "people": {role: found.people[role][number] for role in ROLES},
            }
            for number in range(length)
        ],
        "shifts": [
            {
                "id": row.shift.pk,
                "starts_at": row.shift.starts_at,
                "ends_at": row.shift.ends_at,
                "is_night": row.is_night,
                "roles": [
                    {
                        "role": role.role,
                        "needed": role.needed,
                        "reserve": role.reserve,
                        "people": [place.place.person.name for place in role.places],
                        "places": [_place(place.place) for place in role.places],
                        "open_needed": role.open_needed,
                        "open_reserve": role.open_reserve,
                    }
                    for role in row.roles
                ],
            }
            for row in rows
        ],
    }


def _place(place: ShiftPlace) -> dict[str, Any]:
    told = {"id": place.pk, "shift": place.shift_id, "person": place.person_id, "role": place.role}
    return told | {"name": place.person.name, "by_hand": place.by_hand}
