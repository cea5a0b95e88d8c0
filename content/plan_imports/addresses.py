"""Addresses of imports of plan items."""

from django.urls import path

from content.plan_imports import views

urlpatterns = [
    path("plans/imports/", views.plan_import_list, name="plan_import_list"),
    path("plans/imports/new/", views.plan_import_new, name="plan_import_new"),
    path("plans/imports/empty/<str:form>/", views.plan_import_empty, name="plan_import_empty"),
    path("plans/imports/<int:pk>/", views.plan_import, name="plan_import"),
    path("plans/imports/<int:pk>/confirm/", views.plan_import_confirm, name="plan_import_confirm"),
    path("plans/imports/<int:pk>/drop/", views.plan_import_drop, name="plan_import_drop"),
]
