"""The pages of the odds: the answer, the what-if, the form, scenarios, what came of it, files, REST, the card and the check."""

import json
from datetime import timedelta
from fractions import Fraction

import pandas as pd
import plotly.graph_objects as go
import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from campaigns import services
from campaigns.checks import all_checks
from campaigns.costs import Cost
from campaigns.forms.odds import initial_of
from campaigns.models import CostLine, CostScenario, OddsResult
from campaigns.queries.odds import costs_of, reckoned, scenarios_of
from campaigns.rules.odds import NAMES
from campaigns.summaries.odds import summary
from common.charts import painted
from common.spreadsheets import CSV
from tests.campaigns.conftest import START
from tests.campaigns.odds.conftest import costs

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def page(response):
    return response.content.decode().replace("\u00a0", " ")


def address(sale, name="odds", *rest):
    return reverse(f"campaigns:{name}", args=[sale.pk, *rest])


@pytest.fixture
def manager(client_as):
    return client_as(Role.OPERATIONS)


@pytest.fixture
def typed():
    """The form as somebody would send it, filled with the inputs of the tests."""
    return initial_of(costs(), "CNY") | {"version": "1"}


def figures(text, name):
    start = text.index(f'<script id="{name}" type="application/json">') + len(f'<script id="{name}" type="application/json">')
    return json.loads(text[start : text.index("</script>", start)])


def test_before_anything_is_saved_the_page_shows_what_is_proposed(manager, sale):
    text = page(manager.get(address(sale)))
    assert "13 of 16 inputs are not known" in text
    assert "Nothing is saved yet" in text
    assert "platform commission" in text
    assert not CostLine.objects.exists()
    assert not OddsResult.objects.exists()


def test_the_answer_in_words_figures_and_tables(manager, told):
    text = page(manager.get(address(told)))
    found = reckoned(costs(), target_minor=told.revenue_target_minor)
    assert f"{round(found.odds.p_profit * 100)}% odds of a profit, median ¥" in text
    assert "to lose more than ¥2.00 M" in text
    assert "Likely: ¥62.1 M of revenue leave" in text
    assert "The likely case: " in text
    assert "Break-even volume" in text
    shown = figures(text, "histogram")
    assert sum(shown["data"][0]["y"]) == pytest.approx(1)
    for name in ("histogram", "tornado", "waterfall"):
        for scheme in ("light", "dark"):
            go.Figure(painted(figures(text, name), scheme))
    waterfall = figures(text, "waterfall")["data"][0]
    assert waterfall["x"][-1] == found.odds.likely == sum(waterfall["x"][:-1])
    assert waterfall["base"][1:-1] == [sum(waterfall["x"][: n + 1]) for n in range(len(waterfall["x"]) - 2)]
    tornado = figures(text, "tornado")["data"]
    assert [round(base + x) for base, x in zip([found.odds.likely] * 8, tornado[1]["x"], strict=True)] == [
        max(swing.at_low, swing.at_high) for swing in reversed(found.swings[:8])
    ]


def test_losses_are_in_cinnabar(manager, told):
    shown = figures(page(manager.get(address(told))), "histogram")["data"][0]
    for x, color in zip(shown["x"], shown["marker"]["color"], strict=True):
        assert color == ("token:--behind" if x < 0 else "token:--chart-actual")


def test_saving_makes_a_version_and_goes_back_to_the_answer(manager, sale, typed):
    shown = manager.post(address(sale, "odds-edit"), typed)
    assert shown.status_code == 302
    assert costs_of(sale) == costs()
    assert "Saved as version 2." in page(manager.get(address(sale)))
    trail = page(manager.get(address(sale, "trail")))
    assert "Changed the inputs of the profit" in trail


@pytest.mark.either_database
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"people-low": "900000", "people-likely": "500000"}, "Low, likely and high must rise, or be equal."),
        ({"refund_rate-high": "140"}, "A share lies between 0 and 100 per cent."),
        ({"traffic-low": "-5"}, "This cannot be below zero."),
        ({"gifts-low": ""}, "Write low, likely and high, or none of the three."),
        ({"gifts-low": "two"}, "Write an amount like"),
        ({f"visitors-{side}": "" for side in ("low", "likely", "high")}, "Without visitors, conversion and order value"),
        ({"people-high": "99999999999999"}, "check the number of zeros"),
    ],
)
def test_bad_input_names_the_field_and_keeps_what_was_typed(manager, sale, typed, change, words):
    shown = manager.post(address(sale, "odds-edit"), typed | change | {"leftover-likely": "1,500,001"})
    text = page(shown)
    assert shown.status_code == 422
    assert words in text
    assert "1,500,001" in text
    assert not CostLine.objects.exists()


def test_figures_out_of_order_are_sorted_by_one_click(manager, sale, typed):
    mixed = typed | {"people-low": "900,000", "people-likely": "500000", "people-high": "600000"}
    assert "Sort low, likely and high" in page(manager.post(address(sale, "odds-edit"), mixed))
    text = page(manager.post(address(sale, "odds-edit"), mixed | {"repair": "sort"}))
    assert "Mended below, not saved yet" in text
    assert text.index('value="500000"') < text.index('value="600000"') < text.index('value="900,000"')
    assert not CostLine.objects.exists()


def test_an_input_without_figures_is_not_known(manager, told, typed):
    gone = typed | {"version": "2"} | {f"gifts-{side}": "" for side in ("low", "likely", "high")}
    manager.post(address(told, "odds-edit"), gone)
    assert "gifts" not in costs_of(told)
    text = page(manager.get(address(told)))
    assert "1 of 16 inputs is not known" in text
    assert "the odds look too good: gifts." in text


def test_figures_keep_their_source_until_somebody_types_others(manager, sale):
    text = page(manager.get(address(sale, "odds-edit") + "?fill=rough"))
    assert "a rough figure of the trade" in text
    services.save_costs(
        campaign=sale, actor=None, version=1, costs=costs() | {"visitors": Cost.of("visitors", *[Fraction(7)] * 3, "plan")}
    )
    same = initial_of(costs_of(sale), "CNY") | {"version": "2", "people-high": "1,000,000"}
    manager.post(address(sale, "odds-edit"), same)
    assert (costs_of(sale)["visitors"].source, costs_of(sale)["people"].source) == ("plan", "typed")
    assert costs_of(sale)["people"].estimate.high == 100_000_000


def test_the_second_editor_sees_the_first_ones_change_and_keeps_the_own_figures(manager, told, typed, person):
    first = person(first_name="Zhao", last_name="Min")
    services.save_costs(campaign=told, actor=first, version=2, costs=costs(people=(1, 2, 3)))
    shown = manager.post(address(told, "odds-edit"), typed | {"version": "2", "gifts-high": "7.77"})
    text = page(shown)
    assert shown.status_code == 409
    assert "Zhao Min changed this plan meanwhile" in text
    assert "7.77" in text
    assert "People" in text
    assert costs_of(told)["people"].estimate.likely == 2
    assert '<input type="hidden" name="version" value="3">' in text


def test_a_what_if_answers_in_part_and_saves_nothing(manager, told):
    body = {"visitors": "7,000,000"}
    shown = manager.post(address(told, "odds-what-if"), body, headers=HTMX)
    text = page(shown)
    assert shown.status_code == 200
    assert "<html" not in text
    assert 'hx-swap-oob="true"' in text
    assert "What if; nothing is saved." in text
    assert "<del>5,400,000</del>" in text
    plan = reckoned(costs(), target_minor=told.revenue_target_minor).odds
    assert f"plan: {round(plan.p_profit * 100)}%" in text
    assert figures(text, "histogram")["data"][0]["y"]
    assert costs_of(told) == costs()
    assert OddsResult.objects.count() == 1


def test_without_a_script_the_what_if_is_a_whole_page(manager, told):
    text = page(manager.post(address(told, "odds-what-if"), {"refund_rate": "30"}))
    assert "<html" in text
    assert "<ins>30.0%</ins>" in text
    assert 'value="30"' in text


def test_sliders_left_where_they_were_change_nothing(manager, told):
    body = {name: initial_of(costs(), "CNY")[f"{name}-likely"] for name in NAMES}
    assert "What if; nothing is saved." not in page(manager.post(address(told, "odds-what-if"), body, headers=HTMX))


def test_a_what_if_of_nonsense_says_where(manager, told):
    shown = manager.post(address(told, "odds-what-if"), {"conversion": "500", "people": "many"}, headers=HTMX)
    text = page(shown)
    assert shown.status_code == 422
    assert "Conversion: A share lies between 0 and 100 per cent." in text
    assert "People: Write an amount like" in text


def test_a_what_if_is_kept_compared_adopted_undone(manager, told):
    manager.post(address(told, "odds-keep"), {"traffic": "9,000,000", "scenario": "Dear clicks", "version": "2"})
    [(row, kept)] = scenarios_of(told)
    assert kept["traffic"].estimate.likely == 900_000_000
    assert kept["visitors"] == costs()["visitors"]
    text = page(manager.get(address(told)))
    for words in ("Dear clicks", "Everything at its worse end", "Everything at its better end", "Odds of the target"):
        assert words in text
    manager.post(address(told, "odds-adopt", row.pk), {"version": "3"})
    assert costs_of(told) == kept
    manager.post(address(told, "odds-undo"), {"version": "4"})
    assert costs_of(told) == costs()
    manager.post(address(told, "odds-drop", row.pk), {"version": "5"})
    assert not CostScenario.objects.exists()


def test_a_scenario_without_a_name_is_refused_and_the_sliders_stay(manager, told):
    shown = manager.post(address(told, "odds-keep"), {"traffic": "9,000,000", "scenario": " ", "version": "2"})
    text = page(shown)
    assert shown.status_code == 422
    assert "Give the scenario a name." in text
    assert 'value="9,000,000"' in text
    assert manager.post(address(told, "odds-keep"), {"traffic": "many", "version": "2"}).status_code == 422
    assert manager.post(address(told, "odds-adopt", 999), {"version": "2"}).status_code == 422


def test_a_late_scenario_is_shown_what_changed(manager, told):
    services.save_costs(campaign=told, actor=None, version=2, costs=costs(people=(1, 2, 3)))
    shown = manager.post(address(told, "odds-keep"), {"traffic": "9,000,000", "scenario": "Late", "version": "2"})
    assert shown.status_code == 409
    assert "This plan was changed meanwhile" in page(shown)
    assert 'value="Late"' in page(shown)


def test_when_the_plan_moves_on_the_page_and_the_check_say_so(manager, sale):
    from_plan = costs() | {"visitors": Cost.of("visitors", *[Fraction(sale.visitors_target)] * 3, "plan")}
    services.save_costs(campaign=sale, actor=None, version=1, costs=from_plan)
    assert "The plan has changed since" not in page(manager.get(address(sale)))
    sale.refresh_from_db()
    sale.visitors_target += 1
    sale.save()
    assert "The plan has changed since these were taken from it: visitors." in page(manager.get(address(sale)))
    text = page(manager.get(address(sale, "odds-edit") + "?fill=plan"))
    assert f"{sale.visitors_target:,}" in text


def test_the_check_reads_the_kept_answer(told, sale, django_assert_max_num_queries):
    def check(campaign):
        return next(one for one in all_checks(campaign, START) if one.code == "odds_profit")

    found = check(told)
    odds = reckoned(costs(), target_minor=told.revenue_target_minor).odds
    assert found.state == ("done" if odds.p_profit >= 0.65 else "watch")
    assert f"{round(odds.p_profit * 100)}% odds of a profit" in found.found
    from campaigns.checks.odds import checks

    with django_assert_max_num_queries(6):
        checks(told, START)
    services.save_costs(campaign=told, actor=None, version=2, costs=costs(gifts=None))
    assert check(told).state == "watch"
    assert "gifts" in check(told).found
    services.save_costs(campaign=told, actor=None, version=3, costs=costs(people=(10**10, 10**10, 10**10)))
    assert check(told).state == "failed"
    OddsResult.objects.all().delete()
    assert check(told).state == "watch"
    CostLine.objects.all().delete()
    assert check(told).state == "failed"


def test_the_card_on_the_page_of_the_sale(manager, told, make_sale):
    text = page(manager.get(address(told, "detail")))
    assert "10,000 draws of version 2." in text
    assert figures(text, "odds-card")["data"][0]["y"]
    card = summary(told, START)
    assert len(card.context["odds_lines"]) == 3
    assert card.is_narrow
    other = make_sale(name="618")
    assert "No odds of a profit yet" in page(manager.get(address(other, "detail")))


def test_what_came_of_it_is_recorded_on_the_page_of_a_past_sale(manager, make_sale, sold):
    with time_machine.travel(START - timedelta(days=20), tick=False):
        sale = services.save_costs(campaign=make_sale(), actor=None, version=1, costs=costs())
        assert "Were the odds right?" not in page(manager.get(address(sale)))
    sold(START, [5_812_345_678])
    with time_machine.travel(START + timedelta(days=30), tick=False):
        manager.force_login(manager.user, backend="accounts.sessions.PasswordBackend")
        assert "No sale with odds from before its start has a known outcome yet." in page(manager.get(address(sale)))
        assert 'value="58123456.78"' in page(manager.get(address(sale)))
        wrong = manager.post(address(sale, "odds-outcome"), {"profit": "much", "revenue": "-1"})
        assert wrong.status_code == 422
        assert "much" in page(wrong)
        below = manager.post(address(sale, "odds-outcome"), {"profit": "1", "revenue": "-1"})
        assert "A target cannot be below zero." in page(below)
        manager.post(address(sale, "odds-outcome"), {"profit": "-1,200,000", "revenue": "58,000,000"})
        text = page(manager.get(address(sale)))
    assert "−¥1.20 M" in text
    assert "1 sale: 100% of the outcomes lay between P10 and P90" in text
    assert "Too few to judge" in text
    assert sale.odds_score.actual_revenue_minor == 5_800_000_000


def test_an_outcome_without_odds_is_refused(manager, sale):
    shown = manager.post(address(sale, "odds-outcome"), {"profit": "1", "revenue": "1"})
    assert shown.status_code == 422


def test_files_of_inputs_and_percentiles(manager, told, tmp_path):
    shown = manager.get(address(told, "odds-export"))
    assert shown["Content-Type"] == CSV
    lines = shown.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 16
    assert lines[5].startswith("Refund rate,0.12,0.16,0.21,share,typed")
    book = tmp_path / "odds.xlsx"
    book.write_bytes(manager.get(address(told, "odds-export") + "?table=quantiles&format=xlsx").content)
    table = pd.read_excel(book, engine="calamine")
    assert list(table["Percentile"]) == list(range(1, 100))
    found = reckoned(costs(), target_minor=1).odds
    assert table["Profit, CNY"].iloc[49] == pytest.approx(found.profit_at(50) / 100)
    assert manager.get(address(told, "odds-export") + "?format=pdf").status_code == 404


@pytest.mark.parametrize("name", ["odds", "odds-export"])
def test_strangers_stay_out_and_readers_do_not_write(client, client_as, told, name):
    assert client.get(address(told, name)).status_code == 302
    boss = client_as(Role.BOSS)
    assert boss.get(address(told, name)).status_code == 200
    assert boss.post(address(told, "odds-what-if"), {"visitors": "7,000,000"}).status_code == 200
    for url in ("odds-edit", "odds-undo", "odds-keep", "odds-outcome"):
        assert boss.post(address(told, url), {"version": "2"}).status_code == 403
    assert "Change the inputs" not in page(boss.get(address(told)))


def test_the_page_in_chinese_and_no_such_sale(client_as, told):
    client = client_as(Role.OPERATIONS, language="zh-hans")
    client.cookies["django_language"] = "zh-hans"
    for name in ("odds", "odds-edit"):
        assert client.get(address(told, name)).status_code == 200
    assert client.get(reverse("campaigns:odds", args=[999])).status_code == 404


def test_the_odds_over_rest(manager, told):
    body = manager.get(reverse("campaigns_api:odds", args=[told.pk])).json()
    found = reckoned(costs(), target_minor=told.revenue_target_minor)
    assert (body["p_profit"], body["is_saved"], body["version"]) == (found.odds.p_profit, True, 2)
    assert body["profit"]["p50"] == f"{found.odds.profit_at(50) / 100:.2f}"
    assert body["inputs"][4] == {
        "name": "refund_rate", "unit": "share", "low": "0.12", "likely": "0.16", "high": "0.21", "origin": "typed", "detail": "",
    }  # fmt: skip
    parts = sum(round(float(part["amount"]) * 100) for part in body["parts"])
    assert parts == found.odds.likely


def test_a_what_if_over_rest(manager, told):
    url = reverse("campaigns_api:odds-what-if", args=[told.pk])

    def ask(**body):
        return manager.post(url, json.dumps(body), content_type="application/json")

    same = ask(inputs={})
    assert same.status_code == 200
    dear = ask(inputs={"people": {"likely": "6000000"}}).json()
    assert dear["p_profit"] < same.json()["p_profit"]
    assert next(row for row in dear["inputs"] if row["name"] == "people")["high"] == "9000000.00"
    whole = ask(inputs={"people": {"low": 1, "likely": 2, "high": 3}}, seed=7).json()
    assert (whole["seed"], next(row for row in whole["inputs"] if row["name"] == "people")["low"]) == (7, "1.00")
    assert ask(inputs={"people": {"low": 1, "likely": 2, "high": 3}}, seed=7).json() == whole
    assert costs_of(told) == costs()
    for wrong in (
        {"inputs": {"refund_rate": {"likely": 2}}},
        {"inputs": {"people": {"low": 5, "likely": 2, "high": 3}}},
        {"inputs": {"people": {"low": 5, "likely": 7}}},
        {"inputs": {"rent": {"likely": 2}}},
        {"inputs": {}, "seed": -1},
        {},
    ):
        assert ask(**wrong).status_code == 400, wrong


def test_inputs_are_saved_and_scenarios_kept_adopted_and_dropped_over_rest(manager, told):
    def ask(method, name, /, *more, **body):
        told.refresh_from_db()
        url = reverse(f"campaigns_api:{name}", args=[told.pk, *more])
        answer = getattr(manager, method)(url, json.dumps({"version": told.version} | body), content_type="application/json")
        return answer.status_code, answer.json()

    status, saved = ask("patch", "odds-inputs", inputs={"people": {"likely": "6000000"}})
    assert (status, saved["is_saved"], saved["version"]) == (200, True, told.version + 1)
    assert str(costs_of(told)["people"].estimate.likely) == "600000000"
    assert {name: cost for name, cost in costs_of(told).items() if name != "people"} == {
        name: cost for name, cost in costs().items() if name != "people"
    }
    status, (kept,) = ask("post", "odds-scenarios", name="few people", inputs={"people": {"likely": "100"}})
    assert (status, kept["name"]) == (200, "few people")
    assert kept["odds"]["p_profit"] > saved["p_profit"]
    assert ask("post", "odds-scenario", kept["id"])[0] == 200
    assert str(costs_of(told)["people"].estimate.likely) == "10000"
    assert ask("patch", "odds-inputs", version=1, inputs={"people": {"likely": "7"}})[0] == 409
    assert ask("patch", "odds-inputs", inputs={"people": {"likely": "-7"}})[0] == 400
    assert ask("delete", "odds-scenario", 999)[0] == 400
    assert ask("delete", "odds-scenario", kept["id"]) == (200, [])


def test_rest_is_shut_to_strangers(client, told):
    assert client.get(reverse("campaigns_api:odds", args=[told.pk])).status_code in {401, 403}
    assert client.post(reverse("campaigns_api:odds-what-if", args=[told.pk]), {}).status_code in {401, 403}


def test_two_people_record_what_came_of_it(manager, make_sale):
    with time_machine.travel(START - timedelta(days=20), tick=False):
        sale = services.save_costs(campaign=make_sale(), actor=None, version=1, costs=costs())
    with time_machine.travel(START + timedelta(days=30), tick=False):
        manager.force_login(manager.user, backend="accounts.sessions.PasswordBackend")
        assert manager.post(address(sale, "odds-outcome"), {"profit": "7", "revenue": "9", "seen": ""}).status_code == 302
        second = manager.post(address(sale, "odds-outcome"), {"profit": "123", "revenue": "9", "seen": ""})
        assert second.status_code == 409
        assert "Somebody recorded a profit of ¥7.00 and revenue of ¥9.00" in page(second)
        assert 'value="123"' in page(second)
        seen = sale.odds_score.recorded_at.isoformat()
        assert f'name="seen" value="{seen}"' in page(second)
        assert manager.post(address(sale, "odds-outcome"), {"profit": "123", "revenue": "9", "seen": seen}).status_code == 302
    sale.odds_score.refresh_from_db()
    assert sale.odds_score.actual_profit_minor == 12_300
