"""Addresses of the ledger."""

from django.urls import path

from governance.ledger import views

urlpatterns = [
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/<int:pk>/", views.ledger_entry, name="ledger_entry"),
]
