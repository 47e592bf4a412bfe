"""Addresses of the REST interface of campaigns, below /api/v1/."""

from campaigns.urls import audit, buffers, calendar, odds, offers, pictures, pitch, plans, prices, shifts, tasks, traffic

app_name = "campaigns_api"
urlpatterns = [
    *plans.api_urlpatterns,
    *traffic.api_urlpatterns,
    *offers.api_urlpatterns,
    *audit.api_urlpatterns,
    *prices.api_urlpatterns,
    *odds.api_urlpatterns,
    *buffers.api_urlpatterns,
    *tasks.api_urlpatterns,
    *shifts.api_urlpatterns,
    *pictures.api_urlpatterns,
    *pitch.api_urlpatterns,
    *calendar.api_urlpatterns,
]
