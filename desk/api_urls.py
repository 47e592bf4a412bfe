"""The addresses of the REST interface of desk."""

from django.urls import path

from desk.api import card, scripts

app_name = "desk_api"
urlpatterns = [
    path("desk/card/", card.CardView.as_view(), name="card"),
    path("desk/scripts/", scripts.ScriptsView.as_view(), name="scripts"),
    path("desk/lookups/", scripts.LookUpsView.as_view(), name="lookups"),
]
