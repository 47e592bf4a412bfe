"""Addresses of the REST interface of buyers, below /api/v1/."""

from django.urls import path

from customers.api import buyers, contacts, hand, labels, privacy, tiers, work

app_name = "customers_api"
urlpatterns = [
    path("buyers/", buyers.BuyersView.as_view(), name="buyers"),
    path("buyers/<int:pk>/", buyers.BuyerView.as_view(), name="buyer"),
    path("buyers/<int:pk>/notes/", buyers.NotesView.as_view(), name="notes"),
    path("buyers/<int:pk>/labels/", buyers.LabelsView.as_view(), name="labels"),
    path("buyers/<int:pk>/everything/", work.EverythingView.as_view(), name="everything"),
    path("buyers/<int:pk>/reveal/", contacts.RevealView.as_view(), name="reveal"),
    path("buyers/<int:pk>/erase/", privacy.EraseView.as_view(), name="erase"),
    path("buyers/<int:pk>/tier/", hand.HandTierView.as_view(), name="hand-tier"),
    path("buyers/<int:pk>/person/", hand.PersonView.as_view(), name="person"),
    path("buyers/reveals/", contacts.RevealsView.as_view(), name="reveals"),
    path("buyers/privacy/", privacy.PrivacyView.as_view(), name="privacy"),
    path("labels/", labels.LabelsOfAllView.as_view(), name="labels-of-all"),
    path("labels/<int:pk>/", labels.LabelView.as_view(), name="label"),
    path("buyers/returning/", work.ReturningView.as_view(), name="returning"),
    path("buyers/won-by/", work.AcquisitionsView.as_view(), name="acquisitions"),
    path("buyers/proposals/", work.ProposalsView.as_view(), name="proposals"),
    path("buyers/proposals/<int:pk>/", work.ProposalView.as_view(), name="proposal"),
    path("tiers/", tiers.TiersView.as_view(), name="tiers"),
    path("tiers/simulation/", tiers.SimulationView.as_view(), name="simulation"),
    path("tiers/benefits/", tiers.BenefitsView.as_view(), name="benefits"),
    path("tiers/benefits/<int:pk>/", hand.BenefitView.as_view(), name="benefit"),
]
