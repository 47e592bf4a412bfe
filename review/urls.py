"""The addresses of review."""

from django.urls import path

from review.views import calibration, compare, costs, effect, pages

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
    path("<int:pk>/effect/", effect.effect, name="effect"),
    path("<int:pk>/effect/measure/", effect.measure, name="measure"),
    path("<int:pk>/effect/<slug:name>.<str:ending>", effect.effect_file, name="effect-file"),
    path("<int:pk>/<slug:name>/", pages.block, name="block"),
    path("<int:pk>/<slug:name>/export.<str:ending>", pages.export, name="export"),
]
