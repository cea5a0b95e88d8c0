"""Addresses of suspensions."""

from django.urls import path

from content.suspension import views

urlpatterns = [
    path("suspensions/", views.suspension_list, name="suspension_list"),
    path("suspensions/<int:pk>/lift/", views.suspension_lift, name="suspension_lift"),
    path("suspensions/holds/<int:pk>/approve/", views.hold_approve, name="hold_approve"),
]
