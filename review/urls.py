"""The addresses of review."""

from django.urls import path

from review.views import after, calibration, compare, costs, effect, funnel, lessons, pages, reports

app_name = "review"
urlpatterns = [
    path("", pages.current, name="current"),
    path("compare/", compare.compare, name="compare"),
    path("compare/export.<str:ending>", compare.compare_file, name="compare-file"),
    path("calibration/", calibration.calibration, name="calibration"),
    path("calibration/export.<str:ending>", calibration.calibration_file, name="calibration-file"),
    path("<int:pk>/", pages.page, name="page"),
    path("<int:pk>/prepare/", pages.prepare, name="prepare"),
    path("<int:pk>/costs/", costs.costs, name="costs"),
    path("<int:pk>/order/", pages.order, name="order"),
    path("<int:pk>/reports/", reports.reports, name="reports"),
    path("<int:pk>/reports/<int:number>/send/", reports.send, name="report-send"),
    path("<int:pk>/reports/<int:number>/<str:name>", reports.file, name="report-file"),
    path("lessons/", lessons.lessons_now, name="lessons-now"),
    path("<int:pk>/lessons/", lessons.lessons, name="lessons"),
    path("<int:pk>/lessons/write/", lessons.lesson_write, name="lesson-write"),
    path("<int:pk>/lessons/decide/", lessons.finding_decide, name="finding-decide"),
    path("<int:pk>/lessons/<int:lesson>/edit/", lessons.lesson_edit, name="lesson-edit"),
    path("<int:pk>/lessons/<int:lesson>/drop/", lessons.lesson_drop, name="lesson-drop"),
    path("<int:pk>/lessons/export.<str:ending>", lessons.lessons_export, name="lessons-export"),
    path("<int:pk>/after/", after.after, name="after"),
    path("<int:pk>/after/count/", after.after_count, name="after-count"),
    path("<int:pk>/after/<slug:name>.<str:ending>", after.after_export, name="after-export"),
    path("year/", funnel.funnel_now, name="funnel-now"),
    path("year/<int:year>/", funnel.funnel, name="funnel"),
    path("year/<int:year>/export.<str:ending>", funnel.funnel_export, name="funnel-export"),
    path("<int:pk>/effect/", effect.effect, name="effect"),
    path("<int:pk>/effect/measure/", effect.measure, name="measure"),
    path("<int:pk>/effect/<slug:name>.<str:ending>", effect.effect_file, name="effect-file"),
    path("<int:pk>/<slug:name>/", pages.block, name="block"),
    path("<int:pk>/<slug:name>/export.<str:ending>", pages.export, name="export"),
]
