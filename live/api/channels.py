"""Channels of alerts and dead letters over REST."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.permissions import Permission
from live.alert_serializers import AlertChannelSerializer, LetterSerializer
from live.api.alerts import DENIED, MISSING, WRONG, actor_of
from live.channels.secrets import SecretError, Secrets, read_place
from live.models import AlertChannel, AlertDelivery, ChannelKind
from live.queries.alerts.incidents import dead_letters
from live.services.alerts import ask_test, drop_channel, retry_letter, save_channel
from live.services.alerts.channels import ChannelDraft
from live.tasks import ring_channel

MOST_LETTERS = 200
SHORTEST_SECRET = 16


class AlertChannelsView(APIView):
    """Where alerts go."""

    permission = Permission.MANAGE_ALERTS

    @extend_schema(operation_id="alert_channels", responses={200: AlertChannelSerializer(many=True), **DENIED})
    def get(self, request: Request) -> Response:
        """List the channels; their secrets are never told."""
        return Response(AlertChannelSerializer(AlertChannel.objects.all(), many=True).data)

    @extend_schema(
        operation_id="alert_channel_make",
        request=AlertChannelSerializer,
        responses={201: AlertChannelSerializer, **DENIED, **WRONG},
    )
    def post(self, request: Request) -> Response:
        """Add a channel."""
        return _save(request, None)


class AlertChannelView(APIView):
    """One channel."""

    permission = Permission.MANAGE_ALERTS

    @extend_schema(
        operation_id="alert_channel_save",
        request=AlertChannelSerializer,
        responses={200: AlertChannelSerializer, **DENIED, **MISSING, **WRONG},
    )
    def put(self, request: Request, pk: int) -> Response:
        """Change a channel; without `place` it keeps its secrets."""
        return _save(request, get_object_or_404(AlertChannel, pk=pk))

    @extend_schema(operation_id="alert_channel_drop", responses={204: None, **DENIED, **MISSING})
    def delete(self, request: Request, pk: int) -> Response:
        """Take a channel away, with its messages."""
        drop_channel(actor=actor_of(request), channel=get_object_or_404(AlertChannel, pk=pk))
        return Response(status=204)


class AlertChannelTestView(APIView):
    """A message of test."""

    permission = Permission.MANAGE_ALERTS

    @extend_schema(operation_id="alert_channel_test", request=None, responses={202: LetterSerializer, **DENIED, **MISSING})
    def post(self, request: Request, pk: int) -> Response:
        """Put a message of test on its way; the channel then tells what was answered (`reason`, `detail`, `answered_at`)."""
        channel = get_object_or_404(AlertChannel, pk=pk)
        letter = ask_test(actor=actor_of(request), channel=channel, at=timezone.now())
        ring_channel(channel.pk)
        return Response(LetterSerializer(letter).data, status=202)


class DeadLettersView(APIView):
    """Messages that were given up."""

    permission = Permission.VIEW_BOARD

    @extend_schema(operation_id="dead_letters", responses={200: LetterSerializer(many=True), **DENIED})
    def get(self, request: Request) -> Response:
        """List the newest 200 dead letters."""
        return Response(LetterSerializer(dead_letters()[:MOST_LETTERS], many=True).data)


class RetryLetterView(APIView):
    """One dead letter."""

    permission = Permission.MANAGE_ALERTS

    @extend_schema(operation_id="dead_letter_retry", request=None, responses={202: LetterSerializer, **DENIED, **MISSING})
    def post(self, request: Request, pk: int) -> Response:
        """Send it once more, with the newest numbers; one that is on its way already stays so."""
        letter = get_object_or_404(AlertDelivery.objects.select_related("channel"), pk=pk)
        retry_letter(actor=actor_of(request), delivery=letter, at=timezone.now())
        ring_channel(letter.channel_id)
        letter.refresh_from_db()
        return Response(LetterSerializer(letter).data, status=202)


def _save(request: Request, channel: AlertChannel | None) -> Response:
    sent = AlertChannelSerializer(data=request.data)
    sent.is_valid(raise_exception=True)
    said = sent.validated_data
    others = AlertChannel.objects.filter(name=said["name"])
    if (others.exclude(pk=channel.pk) if channel else others).exists():
        raise serializers.ValidationError({"name": "Another channel has this name."})
    secrets = _secrets(said["kind"], said["place"], said["secret"], channel)
    draft = {name: said[name] for name in ChannelDraft.__dataclass_fields__ if name in said}
    address = channel.address if channel and channel.address else request.build_absolute_uri("/")
    saved = save_channel(actor=actor_of(request), draft=ChannelDraft(**draft, address=address), secrets=secrets, channel=channel)
    return Response(AlertChannelSerializer(saved).data, status=200 if channel else 201)


def _secrets(kind: str, place: str, secret: str, channel: AlertChannel | None) -> Secrets | None:
    """Return what was sent; None keeps what the channel has. Raises a 400 for what cannot be an address of the service."""
    if not place:
        if channel is None or channel.kind != kind or secret:
            raise serializers.ValidationError({"place": "The address or token of the bot is missing."})
        return None
    if kind == ChannelKind.WEBHOOK and len(secret) < SHORTEST_SECRET:
        raise serializers.ValidationError({"secret": f"A webhook is signed with a secret of at least {SHORTEST_SECRET} letters."})
    try:
        return Secrets(read_place(kind, place), secret)
    except SecretError:
        raise serializers.ValidationError({"place": "This is no address or token of this service."}) from None
