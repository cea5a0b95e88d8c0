"""Address of the calendar."""

from django.urls import path

from content.calendar import views

urlpatterns = [
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/export/", views.calendar_export, name="calendar_export"),
    path("calendar/<int:pk>/move/", views.calendar_move, name="calendar_move"),
]
