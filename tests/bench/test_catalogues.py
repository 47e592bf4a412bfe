"""What the replay and the audit are measured with is sound and the same each time."""

from bench import catalogues
from campaigns.rules.audit import audit
from campaigns.rules.pricing import Kind, compile_offers, offer_problems, price_many


def test_the_twelve_offers_stand_and_are_of_every_kind():
    offers = catalogues.offers()
    assert len(offers) == 12
    assert offer_problems(offers) == []
    assert {offer.kind for offer in offers} == set(Kind)


def test_some_baskets_get_each_offer_of_the_sale():
    table = catalogues.baskets(3_000)
    pricer = compile_offers(catalogues.offers())
    found = price_many(table, pricer)
    assert table.length == 3_000
    used = dict(zip(pricer.keys, found.uses.any(axis=0).tolist(), strict=True))
    assert [key for key, is_used in used.items() if not is_used] == ["swelling"]  # past baskets paid no deposit
    assert found.total_minor.tolist() == price_many(catalogues.baskets(3_000), pricer).total_minor.tolist()


def test_a_small_catalogue_is_audited_whole():
    found = audit(catalogues.plan(30))
    assert len(found.worst) == 30
    assert found.exhaustive
    assert all(one.bound_minor <= one.price for one in found.worst)
