"""Addresses of the REST interface of imports, below /api/v1/."""

from django.urls import path

from imports import api

app_name = "imports_api"
urlpatterns = [
    path("imports/", api.ImportsView.as_view(), name="imports"),
    path("imports/<int:pk>/", api.ImportView.as_view(), name="import"),
    path("imports/<int:pk>/confirm/", api.ConfirmView.as_view(), name="confirm"),
    path("imports/<int:pk>/undo/", api.UndoView.as_view(), name="undo"),
]
