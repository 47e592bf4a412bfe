"""The addresses of dispatch."""

from django.urls import path

from dispatch.views import guard, scan

app_name = "dispatch"
urlpatterns = [
    path("", guard.guard_page, name="guard"),
    path("export/", guard.guard_export, name="guard-export"),
    path("order/", guard.order_page, name="order"),
    path("order/hold/", guard.order_act, {"kind": "hold"}, name="order-hold"),
    path("order/release/", guard.order_act, {"kind": "release"}, name="order-release"),
    path("acts/<int:pk>/undo/", guard.act_undo, name="act-undo"),
    path("scan/", scan.scan_page, name="scan"),
    path("scan/answers/", scan.scan_answers, name="scan-answers"),
    path("scan/without/", scan.scan_without, name="scan-without"),
    path("scan/list/", scan.scan_list, name="scan-list"),
    path("scan/worker.js", scan.scan_worker, name="scan-worker"),
]
