"""Who pays a discount."""

from collections.abc import Sequence

from campaigns.rules.pricing.baskets import Share
from campaigns.rules.pricing.offers import Payer
from common.splitting import split_minor

_ORDER = {payer: place for place, payer in enumerate(Payer)}


def split_payers(amount_minor: int, payers: Sequence[tuple[Payer, int]]) -> tuple[Share, ...]:
    """Split a discount over its payers by their basis points, exactly; in the order of `Payer`, those who bear nothing left out.

    >>> split_payers(5001, [(Payer.PLATFORM, 6000), (Payer.SHOP, 4000)])
    (Share(payer=<Payer.SHOP: 'shop'>, amount_minor=2000), Share(payer=<Payer.PLATFORM: 'platform'>, amount_minor=3001))
    """
    if not amount_minor:
        return ()
    if len(payers) == 1:
        return (Share(payers[0][0], amount_minor),)
    ordered = sorted(payers, key=lambda share: _ORDER[share[0]])
    parts = split_minor(amount_minor, [share for _payer, share in ordered])
    return tuple(Share(payer, part) for (payer, _share), part in zip(ordered, parts, strict=True) if part)


def sum_shares(shares: Sequence[Share]) -> tuple[Share, ...]:
    """Add shares up, one a payer, in the order of `Payer`.

    >>> [share.amount_minor for share in sum_shares([Share(Payer.SHOP, 2), Share(Payer.BRAND, 1), Share(Payer.SHOP, 3)])]
    [5, 1]
    """
    found: dict[Payer, int] = {}
    for share in shares:
        found[share.payer] = found.get(share.payer, 0) + share.amount_minor
    return tuple(Share(payer, found[payer]) for payer in Payer if payer in found)
