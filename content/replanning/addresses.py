"""Addresses of planning again."""

from django.urls import path

from content.replanning import views

urlpatterns = [
    path("drafts/plan-again/", views.plan_again_list, name="plan_again_list"),
    path("drafts/<int:pk>/plan-again/", views.draft_replan, name="draft_replan"),
]
