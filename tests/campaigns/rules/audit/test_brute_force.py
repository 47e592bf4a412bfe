"""The audit says the same as trying every basket, and its bound holds for larger ones."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.rules.audit import AuditPlan, AuditProduct, AuditStage, Reach, audit
from campaigns.rules.pricing import Kind, Measure, Scope, compile_offers
from tests.campaigns.rules.audit import brute_force
from tests.campaigns.rules.pricing.strategies import PRODUCTS, offer_lists

MANY = settings.default.max_examples
# The offers begin at 5 and end at 10: inside a pre-sale and inside a stage after it.
STAGES = (AuditStage("before", 4, 6, presale=True), AuditStage("sale", 6, 8), AuditStage("after", 9, 11))


@st.composite
def plans(draw, **how):
    products = []
    for sku in draw(st.sets(st.sampled_from(list(PRODUCTS)), min_size=1)):
        tier, category, shop = PRODUCTS[sku]
        stages = draw(st.sets(st.sampled_from([stage.name for stage in STAGES]), min_size=1))
        prices = {name: draw(st.integers(1, 300)) for name in sorted(stages)}
        cost, floor = (draw(st.none() | st.integers(1, 300)) for _which in range(2))
        products.append(AuditProduct(sku, prices, tier, category, shop, cost, floor, draw(st.sampled_from([0, 0, 20]))))
    rules = draw(offer_lists(most=4, **how))
    return AuditPlan(products, STAGES, rules, ("", "gold"), freight_minor=draw(st.sampled_from([0, 10])))


REACH = Reach(alone=3, together=3, most=3)  # then the closest fillers are among all pairs, and brute force is the same set


@settings(max_examples=MANY * 6 // 10)
@given(plans())
def test_the_worst_prices_and_the_traps_are_those_of_brute_force(plan):
    found = audit(plan, REACH)
    assert found.exhaustive
    tried = list(brute_force.everything(plan, REACH.alone, REACH.together))
    paid, received = brute_force.worst_prices(tried, plan)
    assert {one.sku: one.price for one in found.worst} == paid
    for one in found.worst:
        assert one.received_minor == int(received[one.sku] * one.received_units)

    def most(code):
        return max((finding.amounts["saves_minor"] for finding in found.findings if finding.code == code), default=0)

    assert most("more_costs_less") == brute_force.most_saved_by_more(tried)
    assert most("cheaper_split") == brute_force.most_saved_by_parting(tried, plan)
    lost = {
        finding.skus[0]: finding.amounts["presale_minor"] - finding.amounts["spot_minor"]
        for finding in found.findings
        if finding.code == "spot_below_presale"
    }
    assert lost == brute_force.most_lost_by_deposit(tried)
    applied = {outcome.offer for one in tried for outcome in one.priced.outcomes if outcome.applied}
    idle = {"window_outside_sale", "no_buyer_in_tier", "scope_empty", "no_product_sold", "never_applies"}
    assert not applied & {finding.offers[0] for finding in found.findings if finding.code in idle}


@settings(max_examples=MANY * 6 // 10)
@given(plans())
def test_the_baskets_shown_come_to_what_is_said(plan):
    found, pricer = audit(plan, REACH), compile_offers(plan.offers)
    products = {product.sku: product for product in plan.products}
    slack = 2 * any(offer.measured_on is Measure.PIECE_PRICES for offer in plan.offers)
    for one in found.worst:
        assert one.bound_minor <= one.price + slack
        priced = pricer.price(one.basket)
        assert sum(line.paid_minor for line in priced.lines if line.line.sku == one.sku) == one.paid_minor
        assert {outcome.offer for outcome in priced.outcomes if outcome.applied} == set(one.offers)
    for finding in found.findings:
        if finding.code == "below_floor":
            assert finding.amounts["paid_minor"] < finding.amounts["floor_minor"] * finding.amounts["units"]
            assert products[finding.skus[0]].floor_minor == finding.amounts["floor_minor"]
            for repair in finding.repairs:
                assert set(repair.offers) <= set(finding.offers)
                assert repair.price_minor >= finding.amounts["floor_minor"]
                _raised_step_holds(repair, plan)
        if finding.code in ("more_costs_less", "cheaper_split"):
            larger = finding.amounts.get("larger_minor", finding.amounts.get("together_minor"))
            assert pricer.totals(finding.basket).total_minor == larger
        if finding.code == "spot_below_presale":
            assert pricer.totals(finding.basket).total_minor == finding.amounts["presale_minor"]
            assert pricer.totals(finding.other).total_minor == finding.amounts["spot_minor"]


def _raised_step_holds(repair, plan):
    """A raised step is above the old one, so the basket shown reaches at most a lower one."""
    if repair.code == "raise_step":
        (rule,) = [offer for offer in plan.offers if offer.key == repair.offers[0]]
        assert all(repair.value > step.minimum_minor for step in rule.steps[:1])


@settings(max_examples=MANY * 3 // 2)
@given(plans(), st.data())
def test_no_basket_of_any_size_goes_below_the_bound(plan, data):
    bound = {one.sku: one.bound_minor for one in audit(plan, REACH).worst}
    pricer = compile_offers(plan.offers)
    for situation in data.draw(st.lists(st.sampled_from(list(brute_force.all_situations(plan))), min_size=3, max_size=6)):
        sold = [product.sku for product in plan.products if situation.stage.name in product.prices]
        if not sold:
            continue
        pieces = data.draw(st.dictionaries(st.sampled_from(sold), st.integers(1, 12), min_size=1))
        priced = pricer.price(brute_force.basket_in(plan, situation, pieces))
        # A minor unit a line where steps are held against piece prices: see campaigns.rules.audit.bounds.
        slack = len(pieces) * any(offer.measured_on is Measure.PIECE_PRICES for offer in plan.offers)
        for line in priced.lines:
            assert Fraction(line.paid_minor, line.line.units) + slack >= bound[line.line.sku]


STEPS = [Kind.SPEND_AND_SAVE, Kind.PERCENT_OFF, Kind.AMOUNT_OFF]


@settings(max_examples=MANY)
@given(plans(chosen=STEPS, plain=True))
def test_chosen_fillers_never_find_less_than_there_is(plan):
    """With a large catalogue only the nearest fillers are tried: what they find is reachable, and no better than the truth."""
    whole, chosen = audit(plan, REACH), audit(plan, replace(REACH, most_pairs=-1))
    assert not chosen.exhaustive
    exact = {one.sku: one.price for one in whole.worst}
    for one in chosen.worst:
        assert exact[one.sku] <= one.price
        assert one.bound_minor <= exact[one.sku]


@settings(max_examples=MANY)
@given(plans(chosen=[Kind.SPEND_AND_SAVE], plain=True))
def test_with_one_spend_and_save_the_chosen_fillers_find_the_worst(plan):
    """One offer of steps on the whole catalogue: the closest filler is the worst, but for the rounding of a share."""
    rules = [replace(rule, scope=Scope(), minimum_units=0, repeats=False) for rule in plan.offers[:1]]
    plan = replace(plan, offers=rules)
    whole, chosen = audit(plan, REACH), audit(plan, replace(REACH, most_pairs=-1))
    exact = {one.sku: one.price for one in whole.worst}
    for one in chosen.worst:
        assert one.price - exact[one.sku] <= 1
