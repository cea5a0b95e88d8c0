"""Addresses of requests."""

from django.urls import path

from governance.approvals import views

urlpatterns = [
    path("requests/", views.approvals, name="approvals"),
    path("requests/export/", views.approvals_export, name="approvals_export"),
    path("requests/ask/", views.approval_kinds_page, name="approval_kinds"),
    path("requests/ask/<slug:kind>/", views.approval_ask, name="approval_ask"),
    path("requests/<int:pk>/", views.approval_detail, name="approval_detail"),
    path("requests/<int:pk>/move/", views.approvalrequest_move, name="approvalrequest_move"),
]
