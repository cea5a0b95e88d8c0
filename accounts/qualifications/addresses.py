"""Addresses of qualifications."""

from django.urls import path

from accounts.qualifications import views

urlpatterns = [
    path("posts/reviewers/", views.qualifications, name="qualifications"),
    path("posts/reviewers/new/", views.qualification_new, name="qualification_new"),
    path("posts/reviewers/<int:pk>/", views.qualification_detail, name="qualification_detail"),
    path("posts/reviewers/<int:pk>/end/", views.qualification_end, name="qualification_end"),
]
