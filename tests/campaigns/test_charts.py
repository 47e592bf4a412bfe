"""The figures of the plan are valid plotly and say the same as the numbers."""

from datetime import timedelta

import plotly.graph_objects as go
import pytest

from campaigns import charts, queries
from campaigns.queries.comparison import comparison
from common.charts import painted
from tests.campaigns.conftest import START

pytestmark = pytest.mark.django_db
LABELS = {"flat": "Flat", "last_sale": "<b>Last</b>", "same_weekday": "The same weekday"}


@pytest.mark.parametrize("days", [1, 2, 5, 40])
@pytest.mark.parametrize("beside", ["", "last_sale"])
def test_figures_of_sales_of_any_length(make_sale, sold, days, beside):
    last_year = START - timedelta(days=364)
    earlier = make_sale(name="Last year", starts_at=last_year, ends_at=last_year + timedelta(days=1))
    sold(last_year, [1_000] * 144)
    sale = make_sale(ends_at=START + timedelta(days=days), compare_with=earlier)
    found = comparison(campaign=sale)
    spans = queries.phase_spans(campaign=sale)
    hourly = charts.hourly_figure(found, zone=sale.time_zone, spans=spans, beside=beside)
    running = charts.running_figure(found, zone=sale.time_zone, currency="CNY", labels=LABELS)
    for figure in (hourly, running):
        for scheme in ("light", "dark"):
            go.Figure(painted(figure, scheme))
    assert sum(hourly["data"][0]["y"]) == pytest.approx(1)
    assert running["data"][-1]["y"][-1] == pytest.approx(1)
    assert "<b>" not in str(running)


def test_a_curve_without_data_is_not_drawn(sale):
    running = charts.running_figure(comparison(campaign=sale), zone=sale.time_zone, currency="CNY", labels=LABELS)
    assert len(running["data"]) == 2  # flat and the target
