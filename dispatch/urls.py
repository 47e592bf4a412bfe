"""The addresses of dispatch, below /dispatch/."""

from django.urls import path

from dispatch.views import abnormal, abnormal_acts, due, guard, scan

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
    path("due/", due.due_page, name="due"),
    path("due/export/", due.due_export, name="due-export"),
    path("due/settings/", due.due_settings, name="due-settings"),
    path("due/promises/", due.due_promises, name="due-promises"),
    path("abnormal/", abnormal.abnormal_list, name="abnormal"),
    path("abnormal/export/", abnormal.abnormal_export, name="abnormal-export"),
    path("abnormal/report/", abnormal_acts.report, name="abnormal-report"),
    path("abnormal/many/", abnormal_acts.many, name="abnormal-many"),
    path("abnormal/rules/", abnormal_acts.rules, name="abnormal-rules"),
    path("abnormal/undo/<int:pk>/", abnormal_acts.undo, name="abnormal-undo"),
    path("abnormal/<int:pk>/", abnormal.abnormal_one, name="abnormal-one"),
    path("abnormal/<int:pk>/comment/", abnormal_acts.comment, name="abnormal-comment"),
    path("abnormal/<int:pk>/put-off/", abnormal_acts.put_off, name="abnormal-put-off"),
]
