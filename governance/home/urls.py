"""Addresses of the Today page."""

from django.urls import path

from governance.home import views

urlpatterns = [path("", views.today, name="today")]
