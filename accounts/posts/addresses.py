"""Addresses of posts."""

from django.urls import path

from accounts.posts import views

urlpatterns = [
    path("posts/", views.posts, name="posts"),
    path("posts/<int:pk>/", views.post_detail, name="post_detail"),
    path("posts/<int:pk>/sheet/", views.post_sheet, name="post_sheet"),
    path("posts/<int:pk>/appoint/", views.post_appoint, name="post_appoint"),
    path("posts/holdings/<int:pk>/accept/", views.sheet_accept, name="sheet_accept"),
    path("posts/holdings/<int:pk>/end/", views.holding_end, name="holding_end"),
]
