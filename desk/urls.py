"""The addresses of desk."""

from django.urls import path

from desk.views import audiences, chase, chase_rules, effect, worklist

app_name = "desk"
urlpatterns = [
    path("chase/", chase.chase, name="chase"),
    path("chase/next/", chase.chase_next, name="chase-next"),
    path("chase/undo/", chase.chase_undo, name="chase-undo"),
    path("chase/export/", chase.chase_export, name="chase-export"),
    path("chase/<int:pk>/take/", chase.chase_take, name="chase-take"),
    path("chase/<int:pk>/report/", chase.chase_report, name="chase-report"),
    path("chase/effect/", effect.chase_effect_page, name="chase-effect"),
    path("chase/effect/export/", effect.chase_effect_export, name="chase-effect-export"),
    path("chase/rules/", chase_rules.chase_rules, name="chase-rules"),
    path("not-to-contact/", chase_rules.not_to_contact, name="not-to-contact"),
    path("not-to-contact/export/", chase_rules.not_to_contact_export, name="not-to-contact-export"),
    path("not-to-contact/<int:pk>/drop/", chase_rules.not_to_contact_drop, name="not-to-contact-drop"),
    path("work/", worklist.work, name="work"),
    path("work/next/", worklist.work_next, name="work-next"),
    path("work/report/", worklist.work_report, name="work-report"),
    path("work/undo/", worklist.work_undo, name="work-undo"),
    path("work/export/", worklist.work_export, name="work-export"),
    path("work/core/", worklist.core_keep, name="core-keep"),
    path("work/core/<int:pk>/drop/", worklist.core_drop, name="core-drop"),
    path("audiences/", audiences.audiences, name="audiences"),
    path("audiences/consents/", audiences.consents, name="consents"),
    path("audiences/<int:pk>/", audiences.audience, name="audience"),
    path("audiences/<int:pk>/export/", audiences.audience_export, name="audience-export"),
    path("audiences/<int:pk>/count/", audiences.audience_count, name="audience-count"),
]
