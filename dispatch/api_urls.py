"""The addresses of the REST interface of dispatch, below /api/v1/."""

from django.urls import path

from dispatch.api import abnormal, due, guard

urlpatterns = [
    path("dispatch/check/", guard.CheckView.as_view(), name="dispatch-check"),
    path("dispatch/scans/", guard.ScansView.as_view(), name="dispatch-scans"),
    path("dispatch/refunds/", guard.RefundsView.as_view(), name="dispatch-refunds"),
    path("dispatch/holds/", guard.HoldsView.as_view(), name="dispatch-holds"),
    path("dispatch/parcels/", guard.ParcelsView.as_view(), name="dispatch-parcels"),
    path("dispatch/due/", due.DueView.as_view(), name="dispatch-due"),
    path("dispatch/due/orders/", due.DueOrdersView.as_view(), name="dispatch-due-orders"),
    path("dispatch/due/promises/", due.PromisesView.as_view(), name="dispatch-promises"),
    path("dispatch/abnormal/", abnormal.AbnormalOrdersView.as_view(), name="dispatch-abnormal"),
    path("dispatch/abnormal/act/", abnormal.AbnormalActView.as_view(), name="dispatch-abnormal-act"),
    path("dispatch/abnormal/act/<int:pk>/undo/", abnormal.AbnormalUndoView.as_view(), name="dispatch-abnormal-undo"),
    path("dispatch/abnormal/<int:pk>/", abnormal.AbnormalOrderView.as_view(), name="dispatch-abnormal-one"),
    path("dispatch/abnormal/<int:pk>/comments/", abnormal.CommentsView.as_view(), name="dispatch-abnormal-comments"),
]
