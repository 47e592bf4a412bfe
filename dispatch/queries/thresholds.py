"""The rules of abnormal orders as a shop has set them."""

from dispatch.models import AbnormalRule
from dispatch.rules.abnormal import DEFAULTS, Thresholds
from orders.models import Shop


def thresholds_of(shop: Shop) -> Thresholds:
    """Return the thresholds of a shop: its own over the defaults."""
    rows = list(AbnormalRule.objects.filter(shop=shop))
    own = {row.kind: row.values for row in rows}
    values = {kind: {**figures, **own.get(kind, {})} for kind, figures in DEFAULTS.items()}
    return Thresholds(values, frozenset(row.kind for row in rows if not row.is_on))
