"""The addresses of desk."""

from django.urls import path

from desk.views import desk, lookups, panel, portrait, scripts

app_name = "desk"
urlpatterns = [
    path("", desk.home, name="home"),
    path("found/", desk.found, name="found"),
    path("<int:pk>/", desk.card, name="card"),
    path("<int:pk>/note/", portrait.note, name="note"),
    path("<int:pk>/label/", portrait.label, name="label"),
    path("panel/", panel.panel, name="panel"),
    path("panel/found/", panel.panel_found, name="panel-found"),
    path("panel/<int:pk>/", panel.panel_card, name="panel-card"),
    path("scripts/", scripts.script_list, name="scripts"),
    path("scripts/new/", scripts.script_new, name="script-new"),
    path("scripts/preview/", scripts.script_preview, name="script-preview"),
    path("scripts/export/", scripts.scripts_export, name="scripts-export"),
    path("scripts/import/", scripts.scripts_import, name="scripts-import"),
    path("scripts/reset/", scripts.scripts_reset, name="scripts-reset"),
    path("scripts/<int:pk>/", scripts.script_edit, name="script-edit"),
    path("scripts/<int:pk>/drop/", scripts.script_drop, name="script-drop"),
    path("scripts/<int:pk>/reset/", scripts.script_reset, name="script-reset"),
    path("lookups/", lookups.lookup_list, name="lookups"),
    path("lookups/export/", lookups.lookups_export, name="lookups-export"),
]
