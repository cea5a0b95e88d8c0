"""Addresses of targets."""

from django.urls import path

from analytics.targets import views

urlpatterns = [
    path("targets/", views.target_list, name="targets"),
    path("targets/new/", views.target_new, name="target_new"),
    path("targets/<int:pk>/", views.target_detail, name="target_detail"),
    path("targets/<int:pk>/move/", views.target_move, name="target_move"),
]
