"""Addresses of the pages of accounts."""

from django.urls import URLPattern, path

from accounts import views

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("language/", views.language, name="language"),
    path("me/", views.me, name="me"),
    path("me/password/", views.password, name="password"),
    path("me/tokens/", views.tokens, name="tokens"),
    path("me/tokens/<int:token_id>/revoke/", views.token_revoke, name="token-revoke"),
    path("staff/", views.staff, name="staff"),
    path("staff/<int:user_id>/", views.staff_change, name="staff-change"),
    path("staff/<int:user_id>/password/", views.staff_password, name="staff-password"),
    path("audit/", views.audit, name="audit"),
]
