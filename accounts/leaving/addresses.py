"""Addresses of leaving."""

from django.urls import path

from accounts.leaving import views

urlpatterns = [
    path("people/<int:pk>/leaving/", views.departure_new, name="departure_new"),
    path("departures/", views.departures, name="departures"),
    path("departures/<int:pk>/", views.departure_detail, name="departure_detail"),
    path("departures/<int:pk>/move/", views.departure_move, name="departure_move"),
    path("departures/<int:pk>/export/", views.departure_export, name="departure_export"),
]
