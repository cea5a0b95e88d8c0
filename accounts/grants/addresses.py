"""Addresses of grants and of the access register."""

from django.urls import path

from accounts.grants import access_views, views

urlpatterns = [
    path("grants/", views.grants, name="grants"),
    path("grants/export/", views.grants_export, name="grants_export"),
    path("grants/ask/", views.grants_ask, name="grants_ask"),
    path("grants/register/", access_views.access_register, name="access_register"),
    path("grants/register/export/", access_views.access_register_export, name="access_register_export"),
    path("grants/<int:pk>/", views.grant_detail, name="grant_detail"),
    path("people/<int:pk>/roles/", views.person_roles, name="person_roles"),
    path("people/<int:pk>/roles/take/", views.role_take, name="role_take"),
    path("people/<int:pk>/access/", access_views.person_access, name="person_access"),
    path("accounts/<slug:handle>/access/", access_views.account_access, name="account_access"),
]
