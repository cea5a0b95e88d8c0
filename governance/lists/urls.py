"""Addresses of saved filters."""

from django.urls import path

from governance.lists import views

urlpatterns = [
    path("filters/save/", views.filter_save, name="filter_save"),
    path("filters/<int:pk>/forget/", views.filter_forget, name="filter_forget"),
]
