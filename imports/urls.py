"""Addresses of the pages of imports."""

from django.urls import path

from imports.views import files, job, mapping, page, teach

app_name = "imports"
urlpatterns = [
    path("", page.import_list, name="list"),
    path("headline/", page.import_headline, name="headline"),
    path("history/", page.import_history, name="history"),
    path("shop/", page.first_shop, name="shop"),
    path("all/", page.confirm_all, name="confirm-all"),
    path("upload/", files.upload, name="upload"),
    path("template/<str:kind>.<str:ending>", files.template, name="template"),
    path("tables/", mapping.mappings, name="mappings"),
    path("tables/<int:pk>/forget/", mapping.forget, name="forget"),
    path("tables/words/<int:pk>/forget/", teach.forget_word, name="forget-word"),
    path("<int:pk>/", job.detail, name="detail"),
    path("<int:pk>/card/", job.card, name="card"),
    path("<int:pk>/import/", job.confirm, name="confirm"),
    path("<int:pk>/again/", job.again, name="again"),
    path("<int:pk>/undo/", job.undo, name="undo"),
    path("<int:pk>/discard/", job.discard, name="discard"),
    path("<int:pk>/rejected.csv", files.rejected, name="rejected"),
    path("<int:pk>/words/", teach.teach, name="teach"),
    path("<int:pk>/columns/", mapping.mapping, name="mapping"),
    path("<int:pk>/columns/preview/", mapping.mapping_preview, name="mapping-preview"),
]
