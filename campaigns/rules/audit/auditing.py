"""The whole audit of a plan's offers and prices (features F8, playbook P6)."""

from dataclasses import dataclass

from campaigns.rules.audit import fillers
from campaigns.rules.audit.catalogue import AuditPlan, Finding, situations
from campaigns.rules.audit.idle import contradictions, never_applied
from campaigns.rules.audit.probes import Answers, Grid, Probes, alone, answers, grid_of, joined
from campaigns.rules.audit.repairs import with_repairs
from campaigns.rules.audit.traps import alone_answers, cheaper_split, more_costs_less, spot_below_presale
from campaigns.rules.audit.worst import Worst, price_findings, worst_prices
from campaigns.rules.pricing import Pricer, compile_offers
from campaigns.rules.pricing.many import refuse_too_many

PIECES_ALONE = 5
PIECES_TOGETHER = 2
MOST_PIECES = 15
MOST_PAIRS = 100_000


@dataclass(frozen=True)
class Reach:
    """Which baskets are tried: up to `alone` pieces of one product, up to `together` of each of two.

    Up to `most_pairs` baskets of two products all of them are tried. In any case, for each step of each offer, up to `together`
    pieces of a product with the filler (up to `most` pieces of it) that reaches the step most closely, and up to `most` pieces
    of a product alone where they reach it.
    """

    alone: int = PIECES_ALONE
    together: int = PIECES_TOGETHER
    most: int = MOST_PIECES
    most_pairs: int = MOST_PAIRS


@dataclass(frozen=True)
class Audit:
    """What was found. `baskets` were priced in `situations` that differ; `exhaustive`: all pairs of products were tried."""

    worst: tuple[Worst, ...]
    findings: tuple[Finding, ...]
    baskets: int
    situations: int
    exhaustive: bool


def audit(plan: AuditPlan, reach: Reach | None = None) -> Audit:
    """Audit a plan. Raises PlanError for offers that cannot stand, and for more than 62.

    Tried is every basket of one product (1 to `reach.alone` pieces) and, where `exhaustive`, of two products (1 to
    `reach.together` pieces of each), in every situation: stage, moments cut at every offer's begin and end, buyer tier, coupons
    held. Beyond them the baskets that reach a step of an offer most closely. The worst price is exact over all of these; over
    all other baskets `Worst.bound_minor` holds: no basket of any size brings a piece for less (see
    `campaigns.rules.audit.bounds` for why).

    >>> from campaigns.rules.audit.catalogue import AuditProduct, AuditStage
    >>> from campaigns.rules.pricing import Kind, OfferRule, Step
    >>> spend = OfferRule("spend", Kind.SPEND_AND_SAVE, steps=(Step(10000, 3000),))
    >>> cup, pot = AuditProduct("cup", {"live": 4000}, floor_minor=3000), AuditProduct("pot", {"live": 6000})
    >>> found = audit(AuditPlan([cup, pot], [AuditStage("live", 0, 144)], [spend]))
    >>> [(one.sku, one.paid_minor, one.units, one.bound_minor) for one in found.worst]
    [('cup', 2800, 1, 2798), ('pot', 4200, 1, 4198)]
    >>> [(one.code, one.skus, one.amounts) for one in found.findings][0]
    ('below_floor', ('cup',), {'price_minor': 2800, 'floor_minor': 3000, 'paid_minor': 2800, 'units': 1})
    """
    reach = reach or Reach()
    pricer = compile_offers(plan.offers)
    refuse_too_many(pricer)
    reachable = situations(plan, pricer)
    grid = grid_of(plan, reachable.distinct)
    probes, exhaustive = _probes(grid, pricer, reach)
    found = answers(probes, grid, pricer)
    singles = alone_answers(probes, found, grid, reach.alone)
    worst = worst_prices(probes, found, grid, pricer)
    findings = [
        *price_findings(worst, grid),
        *more_costs_less(probes, found, singles, grid, pricer),
        *cheaper_split(probes, found, singles, grid, pricer),
        *spot_below_presale(reachable, singles, grid),
        *never_applied(plan, reachable.reachable, pricer, _seen(found)),
        *contradictions(plan),
    ]
    return Audit(tuple(worst), tuple(with_repairs(findings, plan)), probes.length, len(reachable.distinct), exhaustive)


def _probes(grid: Grid, pricer: Pricer, reach: Reach) -> tuple[Probes, bool]:
    """Return all baskets to try, each once, and whether all pairs of products are among them."""
    parts = [alone(grid, reach.alone)]
    exhaustive = fillers.pair_count(grid, reach.together) <= reach.most_pairs
    if exhaustive:
        parts.append(fillers.all_pairs(grid, reach.together))
    nearest = fillers.nearest_pairs(grid, pricer, pieces=reach.together, most=reach.most)
    single = fillers.is_single(nearest)
    known = single & (nearest.units <= reach.alone)
    if exhaustive:
        known |= ~single & (nearest.units <= reach.together) & (nearest.other_units <= reach.together)
    return joined([*parts, nearest.only((~known).nonzero()[0])]), exhaustive


def _seen(found: Answers) -> int:
    """Return the offers (bits) applied in any probe."""
    bits = 0
    for applied in set(found.applied.tolist()):
        bits |= applied
    return bits
