"""The addresses of the REST interface of review, below /api/v1/."""

from django.urls import path

from review.api.after import AfterSaleView, FunnelView
from review.api.calibration import CalibrationView
from review.api.compare import CompareView
from review.api.effect import SaleEffectView
from review.api.lessons import FindingsView
from review.api.reports import ReportFileView, ReportSendView, ReportsView
from review.api.reviews import ReviewOrderView, ReviewView

app_name = "review_api"
urlpatterns = [
    path("reviews/compare/", CompareView.as_view(), name="compare"),
    path("reviews/calibration/", CalibrationView.as_view(), name="calibration"),
    path("reviews/<int:pk>/", ReviewView.as_view(), name="review"),
    path("reviews/<int:pk>/order/", ReviewOrderView.as_view(), name="review-order"),
    path("reviews/<int:pk>/reports/", ReportsView.as_view(), name="reports"),
    path("reviews/<int:pk>/reports/<int:number>/send/", ReportSendView.as_view(), name="report-send"),
    path("reviews/<int:pk>/reports/<int:number>/<str:name>", ReportFileView.as_view(), name="report-file"),
    path("reviews/<int:pk>/findings/", FindingsView.as_view(), name="findings"),
    path("reviews/<int:pk>/after/", AfterSaleView.as_view(), name="after"),
    path("reviews/year/<int:year>/", FunnelView.as_view(), name="funnel"),
    path("reviews/<int:pk>/effect/", SaleEffectView.as_view(), name="effect"),
]
