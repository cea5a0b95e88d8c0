"""Addresses of the review of rights."""

from django.urls import path

from accounts.recertification import views

urlpatterns = [
    path("recertification/", views.recertification_rounds, name="recertification_rounds"),
    path("recertification/open/", views.recertification_open, name="recertification_open"),
    path("recertification/findings/", views.rights_findings, name="rights_findings"),
    path("recertification/findings/export/", views.rights_findings_export, name="rights_findings_export"),
    path("recertification/findings/<int:pk>/revoke/", views.rights_finding_revoke, name="rights_finding_revoke"),
    path("recertification/<int:pk>/", views.recertification_round, name="recertification_round"),
    path("recertification/<int:pk>/decide/", views.recertification_decide, name="recertification_decide"),
    path("recertification/<int:pk>/export/", views.recertification_export, name="recertification_export"),
]
