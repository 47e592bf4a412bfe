"""Addresses of pictures and the brief: pages below /campaigns/, REST below /api/v1/."""

from django.urls import path

from campaigns.api.brief import BriefView
from campaigns.api.picture import PictureView
from campaigns.api.pictures import PicturesView
from campaigns.views import pictures

urlpatterns = [
    path("<int:pk>/pictures/", pictures.pictures, name="pictures"),
    path("<int:pk>/pictures/add/", pictures.picture_add, name="picture-add"),
    path("<int:pk>/pictures/counts/", pictures.picture_counts, name="picture-counts"),
    path("<int:pk>/pictures/tell/", pictures.picture_tell, name="picture-tell"),
    path("<int:pk>/pictures/export/", pictures.pictures_export, name="pictures-export"),
    path("<int:pk>/pictures/<int:picture_id>/", pictures.picture_edit, name="picture-edit"),
    path("<int:pk>/pictures/<int:picture_id>/file/", pictures.picture_file, name="picture-file"),
    path("<int:pk>/pictures/<int:picture_id>/remove/", pictures.picture_remove, name="picture-remove"),
    path("<int:pk>/brief/", pictures.brief, name="brief"),
    path("<int:pk>/brief/edit/", pictures.brief_edit, name="brief-edit"),
]
api_urlpatterns = [
    path("campaigns/<int:pk>/pictures/", PicturesView.as_view(), name="pictures"),
    path("campaigns/<int:pk>/pictures/<int:picture_id>/", PictureView.as_view(), name="picture"),
    path("campaigns/<int:pk>/brief/", BriefView.as_view(), name="brief"),
]
