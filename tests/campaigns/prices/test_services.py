"""Planned prices: set, filled, kept in versions, judged; the way back; copies for another sale."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.checks.prices import checks
from campaigns.models import PlannedPrice, PriceTerms
from campaigns.queries.price_terms import Terms, price_terms
from campaigns.queries.prices import planned_prices, price_flags
from campaigns.queries.verdicts import check_state, judged_prices
from campaigns.queries.way_back import back_days, ways_back
from campaigns.rules.prices import ENDINGS, PlannedProduct, cut_price, mix_flags, way_back, with_ending
from campaigns.rules.problems import PlanError
from campaigns.services import StalePlanError, undo_change
from campaigns.services.prices import (
    PricesRefusedError,
    check_prices,
    clone_prices,
    fill_prices,
    set_price_terms,
    set_prices,
)
from campaigns.words.trail import lines_of
from inventory.models import PricePoint
from inventory.rules.price_rules import CHINA, EU, PLATFORM

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 16, 1, tzinfo=UTC)


def put(sale, **live):
    shop = sale.shops.get().pk
    sale.refresh_from_db()
    return set_prices(
        campaign=sale, actor=None, version=sale.version, prices={(shop, sku, "live"): price for sku, price in live.items()}
    )


def standing(sale):
    return dict(PlannedPrice.objects.filter(campaign=sale).values_list("sku", "price_minor"))


class TestPlannedPrices:
    def test_goods_on_sale_are_listed_and_gifts_are_not(self, priced):
        found = {one.sku: one for one in planned_prices(priced)}
        assert set(found) == {"COAT", "SOCK", "HAT"}
        assert (found["COAT"].asked_minor, found["COAT"].live_minor) == (129_900, None)
        put(priced, COAT=92_900)
        coat = next(one for one in planned_prices(priced, planned_only=True))
        assert (coat.sku, coat.live_minor, coat.warm_up_minor, coat.asked_minor) == ("COAT", 92_900, None, 92_900)

    def test_a_price_of_an_unknown_sku_is_kept_and_shown(self, priced):
        put(priced, NEW=100)
        assert [one.title for one in planned_prices(priced, planned_only=True)] == [""]

    @pytest.mark.parametrize(
        ("price", "code", "limit"), [(-1, "not_positive", None), (0, "not_positive", None), (129_901, "above_list", 129_900)]
    )
    def test_what_cannot_stand_is_refused_whole(self, priced, price, code, limit):
        with pytest.raises(PricesRefusedError) as refused:
            put(priced, COAT=price, SOCK=1_500)
        assert [(one.sku, one.code, one.limit_minor) for one in refused.value.problems] == [("COAT", code, limit)]
        assert not standing(priced)

    def test_the_closing_stage_and_another_shop_have_no_prices(self, priced, goods):
        shop = priced.shops.get().pk
        for key in ((shop, "COAT", "closing"), (shop + 1, "COAT", "live")):
            with pytest.raises(PricesRefusedError):
                set_prices(campaign=priced, actor=None, version=priced.version, prices={key: 1})

    def test_a_change_is_a_version_that_undo_takes_back_and_the_trail_tells(self, priced):
        put(priced, COAT=92_900, SOCK=1_500)
        priced.refresh_from_db()
        before = priced.version
        put(priced, COAT=89_900)
        priced.refresh_from_db()
        assert priced.version == before + 1
        assert put(priced, COAT=89_900) == 0
        priced.refresh_from_db()
        assert priced.version == before + 1, "what changes nothing leaves no version"
        undo_change(campaign=priced, actor=None, version=priced.version)
        assert standing(priced) == {"COAT": 92_900, "SOCK": 1_500}

    def test_the_second_of_two_editors_is_shown_the_first_ones_prices(self, priced):
        seen, shop = priced.version, priced.shops.get().pk
        put(priced, COAT=92_900)
        with pytest.raises(StalePlanError) as stale:
            set_prices(campaign=priced, actor=None, version=seen, prices={(shop, "COAT", "live"): 1})
        assert lines_of(stale.value, priced) == [("Price of COAT, Live", "", "¥929.00")]
        assert standing(priced) == {"COAT": 92_900}


class TestFilling:
    def test_a_cut_with_an_ending_never_below_the_floor(self, priced):
        done = fill_prices(campaign=priced, actor=None, version=priced.version, stage="live", cut_bp=6_000, ending="9")
        assert standing(priced) == {"COAT": 60_000, "SOCK": 796, "HAT": 2_900}
        assert (done.prices, done.raised, done.without_list_price) == (3, 1, 0)

    def test_by_tier_by_category_and_leaving_what_is_planned(self, priced):
        put(priced, SOCK=1_000)
        priced.refresh_from_db()
        fill_prices(campaign=priced, actor=None, version=priced.version, stage="live", cut_bp=1_000, tier="C")
        priced.refresh_from_db()
        fill_prices(campaign=priced, actor=None, version=priced.version, stage="live", cut_bp=5_000, category="socks", keep=True)
        assert standing(priced) == {"SOCK": 1_000, "COAT": 116_910}

    @pytest.mark.parametrize("bad", [{"cut_bp": 10_000}, {"cut_bp": -1}, {"ending": "7"}, {"stage": "closing"}])
    def test_a_rule_that_is_none_is_refused(self, priced, bad):
        told = {"stage": "live", "cut_bp": 100} | bad
        with pytest.raises(PlanError):
            fill_prices(campaign=priced, actor=None, version=priced.version, **told)

    @given(listed=st.integers(1, 10**7), cut=st.integers(0, 9_999), ending=st.sampled_from(list(ENDINGS)))
    def test_a_filled_price_lies_above_nothing_up_to_the_list_price_and_ends_as_asked(self, listed, cut, ending):
        price = cut_price(listed, cut, ending)
        assert 1 <= price <= listed
        step, rest = ENDINGS[ending]
        raw = listed * (10_000 - cut) // 10_000
        assert price % step == rest % step or price == max(raw, 1) < step
        assert max(1, with_ending(raw, ending)) == price


class TestVerdicts:
    def test_the_plans_own_warm_up_counts_against_a_dearer_sale(self, priced, paid):
        paid("COAT", 1, 129_900)
        shop = priced.shops.get().pk
        prices = {(shop, "COAT", "warm_up"): 89_900, (shop, "COAT", "live"): 92_900}
        set_prices(campaign=priced, actor=None, version=priced.version, prices=prices)
        found = {one.stage: str(one.outcome) for one in judged_prices(priced)}
        assert found["live"] == "refused"

    def test_each_chosen_rule_judges_and_the_strictest_decides(self, priced, paid):
        paid("COAT", 9, 100_000)
        put(priced, COAT=92_900)
        assert [str(one.outcome) for one in judged_prices(priced)] == ["allowed"]
        priced.refresh_from_db()
        set_price_terms(campaign=priced, actor=None, version=priced.version, terms=Terms((CHINA, PLATFORM)))
        (judged,) = judged_prices(priced)
        assert [str(verdict.outcome) for verdict in judged.verdicts] == ["allowed", "refused"]
        assert (str(judged.outcome), judged.worst.highest_minor) == ("refused", 90_000)

    def test_a_plan_starts_with_the_law_of_its_currency(self, priced):
        assert price_terms(priced).rules == (CHINA,)
        priced.currency = "EUR"
        assert price_terms(priced).rules == (EU,)

    def test_the_check_reads_its_row_and_says_when_that_is_old(self, priced, paid, django_assert_max_num_queries):
        paid("COAT", 9, 89_900)
        (found,) = checks(priced, NOW)
        assert (found.code, found.state) == ("price_history", "watch")
        put(priced, COAT=92_900)
        assert "never checked" in checks(priced, NOW)[0].found
        check_prices(campaign=priced, at=NOW)
        with django_assert_max_num_queries(8):
            found, mix = checks(priced, NOW)
        assert (found.state, mix.code) == ("failed", "price_mix")
        assert found.found == "1 price may not be announced as a reduction. Wool coat: planned ¥929.00, ¥899.00 before."
        put(priced, COAT=88_900)
        assert "Not checked since version" in checks(priced, NOW)[0].found
        check_prices(campaign=priced, at=NOW)
        assert checks(priced, NOW)[0].state == "done"
        paid("COAT", 10, 80_000)
        assert check_state(priced).is_older_than_prices
        assert checks(priced, NOW)[0].state == "watch"

    def test_what_stands_out_in_the_range_is_told(self, priced):
        priced.order_value_target_minor = 1_700
        priced.save()
        put(priced, COAT=70_000, SOCK=700, HAT=5_000)
        assert [flag.code for flag in price_flags(priced)] == ["below_cost", "cost_unknown"]
        put(priced, SOCK=1_500)
        priced.refresh_from_db()
        assert {flag.code for flag in price_flags(priced)} == {"tiers_unconnected", "cost_unknown"}
        check_prices(campaign=priced, at=NOW)
        words = checks(priced, NOW)[1].found
        assert re.search(r"¥15\.00.*¥17\.00", words)

    def test_an_a_item_at_9_90_with_orders_of_11_is_flagged(self):
        """The example of the playbook, P4."""
        shop = [PlannedProduct("A", 990, 500), PlannedProduct("B", 3_900, 2_000)]
        assert [flag.code for flag in mix_flags(shop, 1_100)] == ["tiers_unconnected"]


class TestWayBack:
    def test_three_steps_from_the_sale_to_what_was_asked_before(self, priced, shop):
        PricePoint.objects.create(shop=shop, sku="COAT", since=datetime(2026, 9, 1, tzinfo=UTC), price_minor=109_900)
        put(priced, COAT=89_900, SOCK=1_500)
        ways = {way.product.sku: way for way in ways_back(priced)}
        assert ways["COAT"].path == (94_900, 99_900, 104_900, 109_900)
        assert ways["SOCK"].ordinary_minor == 1_990
        assert [f"{day}" for day in back_days(priced)] == ["2026-11-12", "2026-11-13", "2026-11-14", "2026-11-15"]

    @given(sale=st.integers(0, 10**7), more=st.integers(0, 10**7), days=st.integers(1, 30), ending=st.sampled_from(list(ENDINGS)))
    def test_prices_only_rise_and_end_exactly_at_the_ordinary_one(self, sale, more, days, ending):
        path = way_back(sale, sale + more, days, ending)
        assert len(path) == days + 1
        assert path[-1] == sale + more
        assert all(one <= other for one, other in zip([sale, *path], path, strict=False))
        if not ending and more:
            steps = [other - one for one, other in zip([sale, *path], path, strict=False)]
            assert sum(steps) == more
            assert max(steps) - min(steps) <= 1


def test_a_copied_sale_brings_its_prices_and_terms_for_the_shops_it_shares(priced, make_sale):
    put(priced, COAT=92_900)
    priced.refresh_from_db()
    set_price_terms(campaign=priced, actor=None, version=priced.version, terms=Terms((EU,), 5, ".90"))
    other = make_sale(name="Double 12")
    assert clone_prices(source=priced, target=other, shift_seconds=int(timedelta(days=31).total_seconds())) == 1
    assert standing(other) == {"COAT": 92_900}
    assert (PriceTerms.objects.get(campaign=other).back_days, price_terms(other).rules) == (5, (EU,))


@pytest.mark.parametrize("days", [0, 31])
def test_a_way_back_of_no_days_is_refused(priced, days):
    with pytest.raises(PlanError):
        set_price_terms(campaign=priced, actor=None, version=priced.version, terms=Terms((EU,), days))
