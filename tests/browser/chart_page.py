"""A page with one chart and a part that htmx swaps, to try the shell's scripts upon."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from common.charts import figure_json, token
from common.permissions import public
from promo_planner.urls import urlpatterns as every

PAGE = """{% extends "base.html" %}
{% block title %}Chart{% endblock %}
{% block charts %}{% include "components/chart_assets.html" %}{% endblock %}
{% block content %}
<h1>Chart</h1>
<figure class="chart"><div class="chart__plot" data-chart="figure" role="img" aria-label="Actual above plan"></div></figure>
<div id="part" data-etag="" hx-get="/part/" hx-trigger="refresh" hx-swap="innerHTML">
{{ figure|json_script:"figure" }}<p>first</p></div>
<form hx-post="/sent/" hx-target="#sent"><button type="submit">Send</button></form><p id="sent"></p>
<button id="secret" hx-get="/audit/" hx-target="#sent">Secret</button>
{% endblock %}"""
PART = """{{ figure|json_script:"figure" }}<p>second</p>"""


def figure(last: int) -> dict:
    line = {"type": "scatter", "mode": "lines", "x": [1, 2, 3], "y": [1, 2, last], "line": {"color": token("--chart-actual")}}
    return figure_json(
        {"data": [line], "layout": {"height": 320, "yaxis": {"gridcolor": token("--chart-grid")}}, "narrow": {"height": 240}}
    )


@public(reason="Only tests open it.")
def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(PAGE).render({"figure": figure(4)}, request))


@public(reason="Only tests open it.")
def part(request: HttpRequest) -> HttpResponse:
    if request.headers.get("If-None-Match") == '"2"':
        return HttpResponse(status=304)
    answer = HttpResponse(engines["django"].from_string(PART).render({"figure": figure(8)}, request))
    answer["ETag"] = '"2"'
    return answer


@public(reason="Only tests open it.")
def sent(request: HttpRequest) -> HttpResponse:
    return HttpResponse("received")


urlpatterns = [path("chart/", page), path("part/", part), path("sent/", sent), path("", include(every))]
