"""What the offers and prices of a plan allow that nobody wants (features F8, playbook P6).

`audit` finds the worst reachable price of each product and the traps between offers. Which baskets it tries, and what
"exhaustive" means, is told there and in `docs/decisions/0011-the-order-of-offers.md`.
"""

from campaigns.rules.audit.auditing import Audit, Reach, audit
from campaigns.rules.audit.catalogue import AuditPlan, AuditProduct, AuditStage, Finding, Repair, Situation
from campaigns.rules.audit.worst import Worst

__all__ = [
    "Audit",
    "AuditPlan",
    "AuditProduct",
    "AuditStage",
    "Finding",
    "Reach",
    "Repair",
    "Situation",
    "Worst",
    "audit",
]
