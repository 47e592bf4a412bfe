"""Every address of the program, by app."""

from django.urls import include, path

from promo_planner import health
from promo_planner.schema import SchemaView

api = [
    path("", include("orders.api_urls")),
    path("", include("metrics.api_urls")),
    path("", include("inventory.api_urls")),
    path("", include("customers.api_urls")),
    path("", include("dispatch.api_urls")),
    path("", include("campaigns.api_urls")),
    path("", include("live.api_urls")),
    path("", include("desk.api_urls")),
    path("", include("review.api_urls")),
    path("", include("imports.api_urls")),
    path("", include("rehearsal.api_urls")),
]

urlpatterns = [
    path("", include("accounts.urls")),
    path("shops/", include("orders.urls")),
    path("numbers/", include("metrics.urls")),
    path("products/", include("inventory.urls")),
    path("buyers/", include("customers.urls")),
    path("dispatch/", include("dispatch.urls")),
    path("campaigns/", include("campaigns.urls")),
    path("board/", include("live.urls")),
    path("board/", include("rehearsal.urls")),
    path("desk/", include("desk.urls")),
    path("review/", include("review.urls")),
    path("imports/", include("imports.urls")),
    path("api/v1/", include(api)),
    path("api/v1/schema/", SchemaView.as_view(), name="schema"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("status", health.status, name="status"),
]
