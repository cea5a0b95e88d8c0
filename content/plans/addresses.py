"""Addresses of plan items."""

from django.urls import path

from content.plans import views

urlpatterns = [
    path("plans/", views.plan_list, name="plan_list"),
    path("plans/export/", views.plan_export, name="plan_export"),
    path("plans/new/", views.plan_new, name="plan_new"),
    path("plans/approve/", views.plans_approve, name="plans_approve"),
    path("plans/<int:pk>/", views.plan_detail, name="plan_detail"),
    path("plans/<int:pk>/edit/", views.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/move/", views.planitem_move, name="planitem_move"),
]
