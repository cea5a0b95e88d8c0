"""Addresses of the figures."""

from django.urls import path

from analytics.metrics import views

urlpatterns = [
    path("metrics/", views.metrics, name="metrics"),
    path("metrics/definitions/", views.metric_definitions, name="metric_definitions"),
    path("metrics/unregistered/", views.unregistered, name="unregistered"),
    path("metrics/unregistered/explain/", views.unregistered_explain, name="unregistered_explain"),
    path("metrics/posts/<int:pk>/", views.post_detail, name="post_detail"),
    path("metrics/posts/<int:pk>/match/", views.post_match, name="post_match"),
    path("metrics/posts/<int:pk>/explain/", views.post_explain, name="post_explain"),
    path("metrics/accounts/<slug:handle>/", views.metric_account, name="metric_account"),
]
