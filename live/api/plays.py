"""The playbook of a sale over REST: open cards, take one, take it back, what was done."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from common.permissions import Permission
from live.models import PlaybookAction
from live.page.play_words import effect_words, numbers_of, prior_words, trigger_words
from live.queries.hand import Hand, card_of, hand_of
from live.queries.plays import actions_of
from live.services import UndoneError, take_card, undo_card


class OpenCardSerializer(serializers.Serializer[dict[str, object]]):
    """A card that is open: why, with its numbers, and its steps."""

    code = serializers.CharField()
    title = serializers.CharField()
    department = serializers.CharField()
    cause = serializers.CharField()
    channel = serializers.CharField(allow_null=True)
    numbers = serializers.CharField()
    trigger = serializers.CharField()
    steps = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))
    script = serializers.CharField(allow_blank=True)
    cost = serializers.CharField(allow_blank=True)
    undo = serializers.CharField(allow_blank=True)
    earlier = serializers.CharField()


class ActionSerializer(serializers.Serializer[dict[str, object]]):
    """What was done by a card. `effect`: shares of the projected sales, minor units; empty until half an hour is known."""

    id = serializers.IntegerField()
    card = serializers.CharField()
    title = serializers.CharField()
    taken_at = serializers.DateTimeField()
    taken_by = serializers.CharField(allow_blank=True)
    undone_at = serializers.DateTimeField(allow_null=True)
    tasks = serializers.ListField(child=serializers.IntegerField())
    effect = serializers.DictField()
    is_settled = serializers.BooleanField()
    words = serializers.CharField()


class PlaysSerializer(serializers.Serializer[dict[str, object]]):
    """The playbook of a sale."""

    open = OpenCardSerializer(many=True)
    actions = ActionSerializer(many=True)


class TakeSerializer(serializers.Serializer[dict[str, object]]):
    """Who does each step, by its place from 0: people's numbers; left out: nobody yet."""

    owners = serializers.DictField(child=serializers.IntegerField(), required=False)


class PlaysView(APIView):
    """The playbook of one campaign."""

    permission = Permission.VIEW_BOARD

    @extend_schema(operation_id="campaign_plays", summary="Open cards and what was done", responses=PlaysSerializer)
    def get(self, request: Request, campaign_id: int) -> Response:
        """Return the open cards, the next one first, and what was done, the newest first."""
        hand = _hand(campaign_id)
        why, campaign = hand.why, hand.campaign
        told: dict[str, object] = {
            "open": [
                {
                    **{name: str(getattr(each.card, name)) for name in ("code", "title", "department", "script", "cost", "undo")},
                    "cause": each.told.part,
                    "channel": each.told.channel,
                    "numbers": numbers_of(each, why=why, campaign=campaign) if why else "",
                    "trigger": trigger_words(each.card.when, campaign.currency),
                    "steps": [{"department": step.department, "text": str(step.text)} for step in each.card.steps],
                    "earlier": prior_words(each.prior),
                }
                for each in hand.opened
            ],
            "actions": [_action(row, campaign.currency) for row in actions_of(campaign)],
        }
        return Response(PlaysSerializer(told).data)


class TakeView(APIView):
    """Taking a card."""

    permission = Permission.WORK_TASKS

    @extend_schema(
        operation_id="take_play",
        summary="Take a card of the playbook",
        request=TakeSerializer,
        responses={
            200: ActionSerializer,
            201: ActionSerializer,
            400: OpenApiResponse(description="An owner is unknown, or does not work in the department of the step."),
            404: OpenApiResponse(description="There is no such campaign or card, or no board yet."),
        },
    )
    def post(self, request: Request, campaign_id: int, code: str) -> Response:
        """Set the tasks of a card; 200 where it was taken in the last three hours and nothing was set."""
        asked = TakeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        hand = _hand(campaign_id)
        card = card_of(code=code, currency=hand.campaign.currency)
        if hand.why is None or card is None:
            raise NotFound
        owners = _owners(asked.validated_data.get("owners", {}), [step.department for step in card.steps])
        found = hand.chosen(card)
        action, is_new = take_card(
            campaign=hand.campaign,
            card=card,
            actor=_person(request),
            owners=owners,
            told=found.told,
            numbers=numbers_of(found, why=hand.why, campaign=hand.campaign),
            why=hand.why,
            at=timezone.now(),
        )
        return Response(ActionSerializer(_action(action, hand.campaign.currency)).data, status=201 if is_new else 200)


class UndoView(APIView):
    """Taking an action back."""

    permission = Permission.WORK_TASKS

    @extend_schema(
        operation_id="undo_play",
        summary="Take a card back",
        request=None,
        responses={
            200: ActionSerializer,
            404: OpenApiResponse(description="There is no such action."),
            409: OpenApiResponse(description="It was taken back already."),
        },
    )
    def post(self, request: Request, campaign_id: int, number: int) -> Response:
        """Call the tasks that are not done needless."""
        action = get_object_or_404(PlaybookAction.objects.select_related("campaign"), pk=number, campaign=campaign_id)
        try:
            undo_card(action=action, actor=_person(request), at=timezone.now())
        except UndoneError:
            return Response({"detail": "It was taken back already."}, status=409)
        action.refresh_from_db()
        return Response(ActionSerializer(_action(action, action.campaign.currency)).data)


def _person(request: Request) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _hand(campaign_id: int) -> Hand:
    hand = hand_of(campaign_id=campaign_id, at=timezone.now())
    if hand is None:
        raise NotFound
    return hand


def _owners(asked: dict[str, int], departments: list[str]) -> dict[int, User]:
    people = {person.pk: person for person in User.objects.filter(pk__in=asked.values(), is_active=True)}
    found = {}
    for place, number in asked.items():
        is_step = place.isdigit() and int(place) < len(departments)
        if not is_step or number not in people or people[number].works_in != departments[int(place)]:
            raise ValidationError({"owners": f"{place}: {number}"})
        found[int(place)] = people[number]
    return found


def _action(row: PlaybookAction, currency: str) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("card", "title", "taken_at", "undone_at", "effect", "is_settled")},
        "id": row.pk,
        "taken_by": row.taken_by.username if row.taken_by else "",
        "tasks": [task.pk for task in row.tasks.all()],
        "words": effect_words(row.effect, is_settled=row.is_settled, currency=currency),
    }
