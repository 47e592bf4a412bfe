"""Addresses of the pages of rehearsals, below /board/."""

from django.urls import path

from rehearsal import views

app_name = "rehearsal"
urlpatterns = [
    path("<int:campaign_id>/rehearsals/", views.rehearsals, name="rehearsals"),
    path("<int:campaign_id>/rehearsals/ask/", views.ask, name="ask"),
    path("<int:campaign_id>/rehearsals/<int:run_id>/stop/", views.stop, name="stop"),
    path("<int:campaign_id>/rehearsals/<int:run_id>/score.<str:kind>", views.export, name="export"),
]
