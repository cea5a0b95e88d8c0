"""Addresses of governing groups."""

from django.urls import path

from accounts.groups import views

urlpatterns = [
    path("posts/groups/", views.groups, name="groups"),
    path("posts/groups/<slug:code>/", views.group_detail, name="group_detail"),
    path("posts/groups/<slug:code>/name/", views.group_name, name="group_name"),
    path("posts/groups/seats/<int:pk>/end/", views.seat_end, name="seat_end"),
]
