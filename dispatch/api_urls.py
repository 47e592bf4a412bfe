"""The addresses of the REST interface of dispatch."""

from django.urls import path

from dispatch.api import guard

urlpatterns = [
    path("dispatch/check/", guard.CheckView.as_view(), name="dispatch-check"),
    path("dispatch/scans/", guard.ScansView.as_view(), name="dispatch-scans"),
    path("dispatch/refunds/", guard.RefundsView.as_view(), name="dispatch-refunds"),
    path("dispatch/holds/", guard.HoldsView.as_view(), name="dispatch-holds"),
    path("dispatch/parcels/", guard.ParcelsView.as_view(), name="dispatch-parcels"),
]
