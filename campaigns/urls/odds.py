"""Addresses of profit as odds: pages below /campaigns/, REST below /api/v1/."""

from django.urls import path

from campaigns.api.odds import OddsView, WhatIfView
from campaigns.api.outcome import OutcomeView
from campaigns.api.scenarios import OddsInputsView, ScenariosView, ScenarioView
from campaigns.views import odds

urlpatterns = [
    path("<int:pk>/odds/", odds.odds, name="odds"),
    path("<int:pk>/odds/edit/", odds.odds_edit, name="odds-edit"),
    path("<int:pk>/odds/what-if/", odds.odds_what_if, name="odds-what-if"),
    path("<int:pk>/odds/undo/", odds.odds_undo, name="odds-undo"),
    path("<int:pk>/odds/scenarios/", odds.odds_keep, name="odds-keep"),
    path("<int:pk>/odds/scenarios/<int:scenario>/adopt/", odds.odds_adopt, name="odds-adopt"),
    path("<int:pk>/odds/scenarios/<int:scenario>/drop/", odds.odds_drop, name="odds-drop"),
    path("<int:pk>/odds/outcome/", odds.odds_outcome, name="odds-outcome"),
    path("<int:pk>/odds/export/", odds.odds_export, name="odds-export"),
]
api_urlpatterns = [
    path("campaigns/<int:pk>/odds/", OddsView.as_view(), name="odds"),
    path("campaigns/<int:pk>/odds/what-if/", WhatIfView.as_view(), name="odds-what-if"),
    path("campaigns/<int:pk>/odds/inputs/", OddsInputsView.as_view(), name="odds-inputs"),
    path("campaigns/<int:pk>/odds/outcome/", OutcomeView.as_view(), name="odds-outcome"),
    path("campaigns/<int:pk>/odds/scenarios/", ScenariosView.as_view(), name="odds-scenarios"),
    path("campaigns/<int:pk>/odds/scenarios/<int:scenario>/", ScenarioView.as_view(), name="odds-scenario"),
]
