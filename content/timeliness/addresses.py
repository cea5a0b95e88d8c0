"""Addresses of news."""

from django.urls import path

from content.timeliness import views

urlpatterns = [
    path("news/", views.news_list, name="news_list"),
    path("drafts/<int:pk>/reconfirm/", views.draft_reconfirm, name="draft_reconfirm"),
]
