"""The addresses of the REST interface of desk, below /api/v1/."""

from django.urls import path

from desk.api import audiences, card, chase, panel, scripts, work

app_name = "desk_api"
urlpatterns = [
    path("desk/card/", card.CardView.as_view(), name="card"),
    path("desk/panel/", panel.PanelsView.as_view(), name="panels"),
    path("desk/panel/<int:pk>/", panel.PanelView.as_view(), name="panel"),
    path("desk/scripts/", scripts.ScriptsView.as_view(), name="scripts"),
    path("desk/lookups/", scripts.LookUpsView.as_view(), name="lookups"),
    path("desk/chase/", chase.ChasesView.as_view(), name="chase"),
    path("desk/chase/next/", chase.ChaseNextView.as_view(), name="chase-next"),
    path("desk/chase/undo/", chase.ChaseUndoView.as_view(), name="chase-undo"),
    path("desk/chase/effect/", chase.ChaseEffectView.as_view(), name="chase-effect"),
    path("desk/chase/rule/", chase.ChaseRuleView.as_view(), name="chase-rule"),
    path("desk/chase/<int:pk>/report/", chase.ChaseReportView.as_view(), name="chase-report"),
    path("desk/not-to-contact/", work.BarredView.as_view(), name="not-to-contact"),
    path("desk/not-to-contact/<int:pk>/", work.BarredOneView.as_view(), name="not-to-contact-one"),
    path("desk/work/", work.WorkView.as_view(), name="work"),
    path("desk/work/next/", work.WorkNextView.as_view(), name="work-next"),
    path("desk/work/report/", work.WorkReportView.as_view(), name="work-report"),
    path("desk/work/undo/", work.WorkUndoView.as_view(), name="work-undo"),
    path("desk/work/core/", work.CoreView.as_view(), name="core"),
    path("desk/audiences/", audiences.AudiencesView.as_view(), name="audiences"),
    path("desk/audiences/consents/", audiences.ConsentsView.as_view(), name="consents"),
    path("desk/audiences/<int:pk>/", audiences.AudienceView.as_view(), name="audience"),
]
