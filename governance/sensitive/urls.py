"""Addresses of sensitive operations."""

from django.urls import path

from governance.sensitive import views

urlpatterns = [
    path("sensitive/", views.sensitive_operations, name="sensitive_operations"),
    path("sensitive/export/", views.sensitive_export, name="sensitive_export"),
    path("sensitive/ask/", views.sensitive_kinds, name="sensitive_kinds"),
    path("sensitive/ask/<slug:code>/", views.sensitive_ask, name="sensitive_ask"),
    path("sensitive/ask/<slug:act>/<int:pk>/", views.sensitive_ask_act, name="sensitive_ask_act"),
    path("sensitive/found/", views.sensitive_found, name="sensitive_found"),
    path("sensitive/<int:pk>/", views.sensitive_detail, name="sensitive_detail"),
    path("sensitive/<int:pk>/done/", views.sensitive_done, name="sensitive_done"),
    path("sensitive/<int:pk>/move/", views.sensitiveoperation_move, name="sensitiveoperation_move"),
    path("sensitive/<int:pk>/review/", views.sensitive_review, name="sensitive_review"),
    path("sensitive/<int:pk>/proof/", views.sensitive_proof, name="sensitive_proof"),
]
