"""What the program does about the troubles of a copy: incidents, cards, messages; and who acts where nobody sits at the screen.

The one place of a rehearsal that knows the parts of the live day it looks into.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from campaigns.models import Campaign
from live.channels.secrets import Secrets
from live.models import ChannelKind, Incident, PlaybookAction, Severity
from live.page.play_words import numbers_of
from live.queries.hand import hand_of
from live.services import take_card
from live.services.alerts import save_channel
from live.services.alerts.channels import ChannelDraft
from rehearsal.rules.faults import CONVERSION, LATE_DATA, STOCK_OUT, TRAFFIC
from rehearsal.rules.score import Followed
from rehearsal.stage.receiver import Message

CAUSES = {"traffic": TRAFFIC, "conversion": CONVERSION}
"""Which fault a cause tells of, of a card or of an incident."""
GOODS = {"products_ending": STOCK_OUT, "products_gone": STOCK_OUT, "pieces_short": STOCK_OUT}
"""What an incident without a cause is watched by, and which fault that tells of."""


def prepare(*, address: str) -> None:
    """Let the copy send its messages to the receiver at `address`; of real channels it knows none."""
    draft = ChannelDraft(name="Rehearsal", kind=ChannelKind.WEBHOOK, language="en", severity=Severity.INFO)
    save_channel(actor=None, draft=draft, secrets=Secrets(address, "rehearsal"))


@dataclass
class Follower:
    """Notes which cards open in the copy, and takes the first of each cause at the look after the one that showed it.

    A person who takes a card in the copy before that is left the deed.
    """

    campaign: Campaign
    cards: list[dict[str, Any]] = field(default_factory=list)

    def look(self, *, at: datetime) -> None:
        """Look at the open cards as the page shows them."""
        self.campaign.refresh_from_db()
        hand = hand_of(campaign_id=self.campaign.pk, at=at)
        if hand is None or hand.why is None:
            return
        known = {card["code"] for card in self.cards}
        for opened in hand.opened:
            cause, code = opened.card.when.cause, opened.card.code
            if cause not in CAUSES:
                continue
            if code not in known:
                self.cards.append(
                    {
                        "code": code,
                        "name": str(opened.card.title),
                        "kind": CAUSES[cause],
                        "minute": self._minute(at),
                        "taken": None,
                    }
                )
            elif not self._was_acted_on(CAUSES[cause]):
                numbers = numbers_of(opened, why=hand.why, campaign=self.campaign)
                take_card(
                    campaign=self.campaign, card=opened.card, actor=None, owners={}, told=opened.told, numbers=numbers,
                    why=hand.why, at=at,
                )  # fmt: skip

    def _was_acted_on(self, kind: str) -> bool:
        codes = [card["code"] for card in self.cards if card["kind"] == kind]
        return PlaybookAction.objects.filter(campaign=self.campaign, card__in=codes, undone_at=None).exists()

    def _minute(self, at: datetime) -> int:
        return int((at - self.campaign.starts_at).total_seconds()) // 60

    def followed(self, *, messages: Sequence[Message]) -> Followed:
        """Return all that followed, in minutes since the start of the sale."""
        taken: dict[str, int] = {}
        for action in PlaybookAction.objects.filter(campaign=self.campaign).order_by("-taken_at"):
            taken[action.card] = self._minute(action.taken_at)
        kinds = {**CAUSES, "data": LATE_DATA}
        incidents = [
            {
                "number": one.part_of_id or one.pk,
                "is_sign": one.part_of_id is not None,
                "kind": kinds.get(one.cause) or GOODS.get(one.measure, ""),
                "minute": self._minute(one.opened_at),
                "code": one.code,
            }
            for one in Incident.objects.filter(campaign=self.campaign).order_by("opened_at", "pk")
        ]
        told = [{"minute": self._minute(one.at), **_incident_of(one)} for one in messages]
        return Followed(incidents, [{**card, "taken": taken.get(card["code"])} for card in self.cards], told)


def _incident_of(message: Message) -> dict[str, Any]:
    """Return which incident a message tells of, and what of it; nothing for a digest."""
    body = message.told()
    return {"incident": body.get("incident"), "event": body.get("event", "")}
