"""Addresses of the directory."""

from django.urls import path

from accounts.directory import views

urlpatterns = [
    path("directory/", views.directory_runs, name="directory_runs"),
    path("directory/new/", views.directory_new, name="directory_new"),
    path("directory/<int:pk>/", views.directory_run, name="directory_run"),
    path("directory/<int:pk>/save/", views.directory_confirm, name="directory_confirm"),
    path("directory/<int:pk>/drop/", views.directory_drop, name="directory_drop"),
]
