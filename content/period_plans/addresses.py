"""Addresses of period plans."""

from django.urls import path

from content.period_plans import views

urlpatterns = [
    path("plans/periods/", views.period_plan_list, name="period_plan_list"),
    path("plans/periods/export/", views.period_plan_export, name="period_plan_export"),
    path("plans/periods/approve/", views.period_plans_approve, name="period_plans_approve"),
    path("plans/periods/new/", views.period_plan_new, name="period_plan_new"),
    path("plans/periods/<int:pk>/", views.period_plan_detail, name="period_plan_detail"),
    path("plans/periods/<int:pk>/edit/", views.period_plan_edit, name="period_plan_edit"),
    path("plans/periods/<int:pk>/move/", views.periodplan_move, name="periodplan_move"),
    path("plans/periods/<int:pk>/version/", views.period_plan_revise, name="period_plan_revise"),
    path("plans/periods/<int:pk>/cite/", views.period_plan_cite, name="period_plan_cite"),
    path("plans/forecast/", views.plan_forecast, name="plan_forecast"),
]
