"""Addresses of checks and samples."""

from django.urls import path

from analytics.checks import views

urlpatterns = [
    path("checks/", views.check_list, name="checks"),
    path("checks/<int:pk>/", views.check_detail, name="check_detail"),
    path("checks/samples/new/", views.sample_new, name="sample_new"),
]
