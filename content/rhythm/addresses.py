"""Addresses of frequency, punctuality and checkpoints."""

from django.urls import path

from content.rhythm import views

urlpatterns = [
    path("frequency/", views.frequency_list, name="frequency_list"),
    path("frequency/<int:pk>/", views.frequency_account, name="frequency_account"),
    path("punctuality/", views.lateness_list, name="lateness_list"),
    path("checkpoints/", views.checkpoint_list, name="checkpoint_list"),
]
