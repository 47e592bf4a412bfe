"""What a product does in the shop's baskets and which tier that speaks for (playbook P4). Pure: numbers in, numbers out."""

from inventory.rules.tiers.baskets import Baskets, join, pack
from inventory.rules.tiers.figures import Figures, figures, firsts
from inventory.rules.tiers.partners import Partners, partners, with_any
from inventory.rules.tiers.proposal import COMPONENTS, Judged, Known, drawing, propose
from inventory.rules.tiers.volume import cross_table, volume_classes
from inventory.rules.tiers.warnings import Item, Warned, warn

__all__ = [
    "COMPONENTS",
    "Baskets",
    "Figures",
    "Item",
    "Judged",
    "Known",
    "Partners",
    "Warned",
    "cross_table",
    "drawing",
    "figures",
    "firsts",
    "join",
    "pack",
    "partners",
    "propose",
    "volume_classes",
    "warn",
    "with_any",
]
