"""Who buys: accounts of shops, the persons behind them, their tiers and benefits, what staff noted, what is kept private."""

from customers.models.buyer import Acquisition, Buyer, StaleBuyer
from customers.models.contacts import Contact, ContactReveal, ContactSource
from customers.models.person import Evidence, Person, PersonAct, PersonActKind, PersonMove, PersonProposal, ProposalState
from customers.models.portrait import BuyerLabel, Label, LabelNature, Note
from customers.models.privacy import Erasure, PrivacySetting
from customers.models.tier import Benefit, BenefitKind, BenefitTime, Fifths, Tier, TierCause, TierChange, TierRun, TierRunState

__all__ = [
    "Acquisition",
    "Benefit",
    "BenefitKind",
    "BenefitTime",
    "Buyer",
    "BuyerLabel",
    "Contact",
    "ContactReveal",
    "ContactSource",
    "Erasure",
    "Evidence",
    "Fifths",
    "Label",
    "LabelNature",
    "Note",
    "Person",
    "PersonAct",
    "PersonActKind",
    "PersonMove",
    "PersonProposal",
    "PrivacySetting",
    "ProposalState",
    "StaleBuyer",
    "Tier",
    "TierCause",
    "TierChange",
    "TierRun",
    "TierRunState",
]
