"""Addresses of shifts: pages below /campaigns/, REST below /api/v1/."""

from django.urls import path

from campaigns.api.service_people import ServicePeopleView, ServicePersonView, ShiftPlacesView, ShiftPlaceView
from campaigns.api.shift_settings import ShiftSettingsView
from campaigns.api.shifts import ShiftsView
from campaigns.views import shifts

urlpatterns = [
    path("<int:pk>/shifts/", shifts.shifts, name="shifts"),
    path("<int:pk>/shifts/settings/", shifts.shifts_settings, name="shifts-settings"),
    path("<int:pk>/shifts/lay/", shifts.shifts_lay, name="shifts-lay"),
    path("<int:pk>/shifts/place/", shifts.shifts_place, name="shifts-place"),
    path("<int:pk>/shifts/place/<int:place_pk>/remove/", shifts.shifts_unplace, name="shifts-unplace"),
    path("<int:pk>/shifts/print/", shifts.shifts_print, name="shifts-print"),
    path("<int:pk>/shifts/export/", shifts.shifts_export, name="shifts-export"),
    path("service-people/", shifts.service_people, name="service-people"),
    path("service-people/add/", shifts.service_person_add, name="service-person-add"),
    path("service-people/<int:person_pk>/", shifts.service_person_edit, name="service-person-edit"),
]
api_urlpatterns = [
    path("campaigns/<int:pk>/shifts/", ShiftsView.as_view(), name="shifts"),
    path("campaigns/<int:pk>/shifts/settings/", ShiftSettingsView.as_view(), name="shifts-settings"),
    path("campaigns/<int:pk>/shifts/places/", ShiftPlacesView.as_view(), name="shifts-places"),
    path("campaigns/<int:pk>/shifts/places/<int:place_pk>/", ShiftPlaceView.as_view(), name="shifts-place"),
    path("service-people/", ServicePeopleView.as_view(), name="service-people"),
    path("service-people/<int:person_pk>/", ServicePersonView.as_view(), name="service-person"),
]
