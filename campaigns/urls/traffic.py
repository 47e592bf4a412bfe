"""Addresses of the traffic plan: pages below /campaigns/, REST below /api/v1/."""

from django.urls import path

from campaigns.api.traffic import TrafficBudgetView, TrafficView
from campaigns.views import traffic

urlpatterns = [
    path("<int:pk>/traffic/", traffic.traffic, name="traffic"),
    path("<int:pk>/traffic/edit/", traffic.traffic_edit, name="traffic-edit"),
    path("<int:pk>/traffic/read/", traffic.traffic_read, name="traffic-read"),
    path("<int:pk>/traffic/channel/", traffic.traffic_channel, name="traffic-channel"),
    path("<int:pk>/traffic/match/", traffic.traffic_match, name="traffic-match"),
    path("<int:pk>/traffic/export/", traffic.traffic_export, name="traffic-export"),
]
api_urlpatterns = [
    path("campaigns/<int:pk>/traffic/", TrafficView.as_view(), name="traffic"),
    path("campaigns/<int:pk>/traffic/hours/", TrafficBudgetView.as_view(), name="traffic-hours"),
]
