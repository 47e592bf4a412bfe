"""What the writes of the plan's REST interface answer when they are refused."""

from collections.abc import Callable
from functools import partial
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from campaigns.models import Campaign
from campaigns.rules.problems import PlanError, Problem
from campaigns.services import StalePlanError
from campaigns.words.problems import sentence
from campaigns.words.trail import lines_of


class PlanProblemSerializer(serializers.Serializer[dict[str, Any]]):
    """One thing to mend."""

    code = serializers.CharField()
    field = serializers.CharField(allow_blank=True, help_text='"" for the plan as a whole')
    detail = serializers.CharField()


class RefusedSerializer(serializers.Serializer[dict[str, Any]]):
    """Why nothing was changed; every problem found, each with the field it belongs to."""

    detail = serializers.CharField()
    problems = PlanProblemSerializer(many=True)


class ChangedMeanwhileSerializer(serializers.Serializer[dict[str, Any]]):
    """Somebody else changed the plan since the version that was sent; nothing was changed now."""

    detail = serializers.CharField()
    version = serializers.IntegerField(help_text="the version that stands")
    changes = serializers.ListField(child=serializers.CharField(), help_text="what the other one changed, in words")


def answered(
    work: Callable[[], Response],
    *,
    currency: str = "CNY",
    zone: str = "UTC",
    campaign: Campaign | None = None,
    words: Callable[[Problem], str] | None = None,
) -> Response:
    """Return what the work answers; 400 with every problem of a refused plan, 409 when the plan was changed meanwhile.

    `words` says a problem of a topic that has sentences of its own.
    """
    say = words or partial(sentence, currency=currency, zone=zone, campaign=campaign)
    try:
        return work()
    except PlanError as refused:
        problems = [
            {
                "code": problem.code,
                "field": problem.field,
                "detail": say(problem),
            }
            for problem in refused.problems
        ]
        return Response({"detail": " ".join(one["detail"] for one in problems), "problems": problems}, status=400)
    except StalePlanError as stale:
        changes = [f"{part}: {was} → {now}" for part, was, now in lines_of(stale, stale.campaign)]
        said = f"version {stale.seen} was seen, {stale.campaign.version} stands"
        return Response({"detail": said, "version": stale.campaign.version, "changes": changes}, status=409)


def actor_of(request: Request) -> User | None:
    """Return who asks, for the trail."""
    return request.user if isinstance(request.user, User) else None
