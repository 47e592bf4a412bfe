"""Every address of the program, by app."""

from django.urls import include, path

api = [
    path("", include("orders.api_urls")),
    path("", include("metrics.api_urls")),
    path("", include("campaigns.api_urls")),
    path("", include("live.api_urls")),
    path("", include("imports.api_urls")),
]

urlpatterns = [
    path("", include("accounts.urls")),
    path("shops/", include("orders.urls")),
    path("numbers/", include("metrics.urls")),
    path("campaigns/", include("campaigns.urls")),
    path("board/", include("live.urls")),
    path("imports/", include("imports.urls")),
    path("api/v1/", include(api)),
]
