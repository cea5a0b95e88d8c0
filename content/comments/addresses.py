"""Addresses of comments."""

from django.urls import path

from content.comments import views

urlpatterns = [
    path("review/<int:pk>/comments/", views.thread_open, name="thread_open"),
    path("review/comments/<int:pk>/answer/", views.thread_answer, name="thread_answer"),
    path("review/comments/<int:pk>/<slug:name>/", views.commentthread_move, name="commentthread_move"),
]
