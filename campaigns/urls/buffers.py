"""Addresses of the buffers of a sale: pages below /campaigns/, REST below /api/v1/."""

from django.urls import path

from campaigns.api.buffer_terms import BufferTermsView, HoldBackView
from campaigns.api.buffers import BuffersView, HeldView
from campaigns.views import buffers

urlpatterns = [
    path("<int:pk>/buffers/", buffers.buffers, name="buffers"),
    path("<int:pk>/buffers/reckon/", buffers.buffers_reckon, name="buffers-reckon"),
    path("<int:pk>/buffers/choose/", buffers.buffers_choose, name="buffers-choose"),
    path("<int:pk>/buffers/save/", buffers.buffers_save, name="buffers-save"),
    path("<int:pk>/buffers/undo/", buffers.buffers_undo, name="buffers-undo"),
    path("<int:pk>/buffers/terms/", buffers.buffers_terms, name="buffers-terms"),
    path("<int:pk>/buffers/order/", buffers.buffers_order, name="buffers-order"),
    path("<int:pk>/buffers/export/", buffers.buffers_export, name="buffers-export"),
]
api_urlpatterns = [
    path("campaigns/<int:pk>/buffers/", BuffersView.as_view(), name="buffers"),
    path("campaigns/<int:pk>/buffers/held/", HeldView.as_view(), name="buffers-held"),
    path("campaigns/<int:pk>/buffers/terms/", BufferTermsView.as_view(), name="buffers-terms"),
    path("campaigns/<int:pk>/buffers/hold-back/", HoldBackView.as_view(), name="buffers-hold-back"),
]
