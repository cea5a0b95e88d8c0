"""Address of the calendar."""

from django.urls import path

from content.calendar import views

urlpatterns = [path("calendar/", views.calendar, name="calendar")]
