"""Addresses of the pages of campaigns, one file a topic."""

from campaigns.urls import audit, buffers, calendar, odds, offers, pictures, pitch, plans, prices, shifts, tasks, traffic

app_name = "campaigns"
urlpatterns = [
    *plans.urlpatterns,
    *traffic.urlpatterns,
    *offers.urlpatterns,
    *audit.urlpatterns,
    *prices.urlpatterns,
    *odds.urlpatterns,
    *buffers.urlpatterns,
    *tasks.urlpatterns,
    *shifts.urlpatterns,
    *pictures.urlpatterns,
    *pitch.urlpatterns,
    *calendar.urlpatterns,
]
