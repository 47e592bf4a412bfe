"""Addresses of the year calendar: pages below /campaigns/, REST below /api/v1/."""

from django.urls import path

from campaigns.api.calendar import CalendarView
from campaigns.views import calendar

urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/export/", calendar.calendar_export, name="calendar-export"),
    path("calendar/target/", calendar.calendar_target, name="calendar-target"),
]
api_urlpatterns = [path("campaigns/calendar/<int:year>/", CalendarView.as_view(), name="calendar")]
