"""Addresses of the discount audit and the replay: pages below /campaigns/, REST below /api/v1/."""

from django.urls import path

from campaigns.api.reports import AuditView, ReplayView
from campaigns.views import audit, replay

urlpatterns = [
    path("<int:pk>/audit/", audit.audit, name="audit"),
    path("<int:pk>/audit/repair/", audit.audit_repair, name="audit-repair"),
    path("<int:pk>/audit/export/", audit.audit_export, name="audit-export"),
    path("<int:pk>/audit/replay/", replay.replay, name="replay"),
    path("<int:pk>/audit/replay/export/", replay.replay_export, name="replay-export"),
]
api_urlpatterns = [
    path("campaigns/<int:pk>/audit/", AuditView.as_view(), name="audit"),
    path("campaigns/<int:pk>/replay/", ReplayView.as_view(), name="replay"),
]
