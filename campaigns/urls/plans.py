"""Addresses of the plan as a whole and of its target: pages below /campaigns/, REST below /api/v1/."""

from django.urls import path

from campaigns.api.gates import GateLeaveView, GatesView, GateTickView, GateView
from campaigns.api.lessons import LessonsView, LessonView
from campaigns.api.plans import CampaignsView, CampaignView, TargetView
from campaigns.api.versions import CloneView, CompareView, FreezeView, RestoreView, VersionsView
from campaigns.views import beginning, gates, lessons, plans, target, versions

urlpatterns = [
    path("", plans.sales_list, name="list"),
    path("new/", plans.create, name="create"),
    path("<int:pk>/", plans.detail, name="detail"),
    path("<int:pk>/edit/", plans.edit, name="edit"),
    path("begin/", beginning.begin, name="begin"),
    path("<int:pk>/clone/", beginning.clone, name="clone"),
    path("<int:pk>/gates/", gates.gates, name="gates"),
    path("<int:pk>/gates/tick/", gates.gate_tick, name="gate-tick"),
    path("<int:pk>/gates/leave/", gates.gate_leave, name="gate-leave"),
    path("<int:pk>/gates/reopen/", gates.gate_reopen, name="gate-reopen"),
    path("<int:pk>/gates/<str:stage>/edit/", gates.gate_edit, name="gate-edit"),
    path("<int:pk>/lessons/", lessons.lessons, name="lessons"),
    path("<int:pk>/lessons/<int:lesson>/finish/", lessons.lesson_finish, name="lesson-finish"),
    path("<int:pk>/lessons/<int:lesson>/drop/", lessons.lesson_drop, name="lesson-drop"),
    path("<int:pk>/trail/", versions.trail, name="trail"),
    path("<int:pk>/compare/", versions.compare, name="compare"),
    path("<int:pk>/freeze/", versions.freeze, name="freeze"),
    path("<int:pk>/restore/", versions.restore, name="restore"),
    path("<int:pk>/target/", target.target, name="target"),
    path("<int:pk>/target/edit/", target.target_edit, name="target-edit"),
    path("<int:pk>/target/lock/", target.target_lock, name="target-lock"),
    path("<int:pk>/target/unlock/", target.target_unlock, name="target-unlock"),
    path("<int:pk>/target/undo/", target.target_undo, name="target-undo"),
    path("<int:pk>/target/curve/", target.target_curve, name="target-curve"),
    path("<int:pk>/target/export/", target.target_export, name="target-export"),
]
api_urlpatterns = [
    path("campaigns/", CampaignsView.as_view(), name="list"),
    path("campaigns/<int:pk>/", CampaignView.as_view(), name="detail"),
    path("campaigns/<int:pk>/clone/", CloneView.as_view(), name="clone"),
    path("campaigns/<int:pk>/freeze/", FreezeView.as_view(), name="freeze"),
    path("campaigns/<int:pk>/versions/", VersionsView.as_view(), name="versions"),
    path("campaigns/<int:pk>/versions/<int:number>/restore/", RestoreView.as_view(), name="restore"),
    path("campaigns/<int:pk>/compare/", CompareView.as_view(), name="compare"),
    path("campaigns/<int:pk>/gates/", GatesView.as_view(), name="gates"),
    path("campaigns/<int:pk>/gates/<str:stage>/", GateView.as_view(), name="gate"),
    path("campaigns/<int:pk>/gates/<str:stage>/leave/", GateLeaveView.as_view(), name="gate-leave"),
    path("campaigns/<int:pk>/gates/points/<int:point>/", GateTickView.as_view(), name="gate-tick"),
    path("campaigns/<int:pk>/lessons/", LessonsView.as_view(), name="lessons"),
    path("campaigns/<int:pk>/lessons/<int:lesson>/", LessonView.as_view(), name="lesson"),
    path("campaigns/<int:pk>/target/", TargetView.as_view(), name="target"),
]
