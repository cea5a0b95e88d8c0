"""Addresses of review."""

from django.urls import path

from content.review import views

urlpatterns = [
    path("review/", views.review_queue, name="review_queue"),
    path("review/<int:pk>/", views.review_page, name="review_page"),
    path("review/signatures/<int:pk>/", views.review_decide, name="review_decide"),
    path("review/findings/<int:pk>/", views.finding_answer, name="finding_answer"),
]
