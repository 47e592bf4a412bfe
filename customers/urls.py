"""Addresses of the pages of buyers, below /buyers/."""

from django.urls import path

from customers.views import benefits, buyers, contacts, labels, one, persons, privacy, returning, reveals, tiers

app_name = "customers"
urlpatterns = [
    path("", buyers.buyer_list, name="list"),
    path("export/", buyers.buyers_export, name="export"),
    path("won-by/", buyers.acquisitions, name="acquisitions"),
    path("returning/", returning.returning_page, name="returning"),
    path("returning/export/", returning.returning_export, name="returning-export"),
    path("tiers/", tiers.tiers_page, name="tiers"),
    path("tiers/save/", tiers.tiers_save, name="tiers-save"),
    path("benefits/", benefits.benefits_page, name="benefits"),
    path("benefits/save/", benefits.benefit_save, name="benefit-save"),
    path("benefits/<int:pk>/drop/", benefits.benefit_drop, name="benefit-drop"),
    path("labels/", labels.labels_page, name="labels"),
    path("labels/save/", labels.label_save, name="label-save"),
    path("labels/<int:pk>/drop/", labels.label_drop, name="label-drop"),
    path("persons/", persons.persons_page, name="persons"),
    path("persons/<int:pk>/decide/", persons.proposal_decide, name="proposal-decide"),
    path("persons/acts/<int:pk>/undo/", persons.act_undo, name="act-undo"),
    path("privacy/", privacy.privacy_page, name="privacy"),
    path("reveals/", reveals.reveals_page, name="reveals"),
    path("reveals/export/", reveals.reveals_export, name="reveals-export"),
    path("<int:pk>/", one.buyer, name="buyer"),
    path("<int:pk>/contact/", contacts.contact, name="contact"),
    path("<int:pk>/contact/reveal/", contacts.contact_reveal, name="contact-reveal"),
    path("<int:pk>/note/", one.note_write, name="note"),
    path("<int:pk>/label/", one.label_set, name="label"),
    path("<int:pk>/tier/", one.tier_set, name="tier"),
    path("<int:pk>/won-by/", one.acquisition_set, name="acquisition"),
    path("<int:pk>/person/", persons.person_set, name="person"),
    path("<int:pk>/everything/", privacy.everything, name="everything"),
    path("<int:pk>/erase/", privacy.erase, name="erase"),
]
