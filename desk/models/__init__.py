"""What desk keeps."""

from desk.models.asking import AskedBuyer, BuyerLease, Consent, Contact, DeskPerson, DoNotContact, Purpose
from desk.models.audience import Audience, AudienceMember, AudienceState, Channel
from desk.models.chase import Chase, ChaseEnding, ChaseOdds, ChaseOrder, ChaseRule
from desk.models.lookups import LookUp, LookUpDoor, LookUpKind
from desk.models.panel import PanelPass
from desk.models.scripts import Script, ScriptLanguage, Situation
from desk.models.worklist import BuyerReview, CoreBuyer, ReviewClaim, Snooze, WorkKind, WorkRule

__all__ = [
    "AskedBuyer",
    "Audience",
    "AudienceMember",
    "AudienceState",
    "BuyerLease",
    "BuyerReview",
    "Channel",
    "Chase",
    "ChaseEnding",
    "ChaseOdds",
    "ChaseOrder",
    "ChaseRule",
    "Consent",
    "Contact",
    "CoreBuyer",
    "DeskPerson",
    "DoNotContact",
    "LookUp",
    "LookUpDoor",
    "LookUpKind",
    "PanelPass",
    "Purpose",
    "ReviewClaim",
    "Script",
    "ScriptLanguage",
    "Situation",
    "Snooze",
    "WorkKind",
    "WorkRule",
]
