"""Addresses of evidence."""

from django.urls import path

from content.evidence import views

urlpatterns = [
    path("drafts/<int:pk>/evidence.json", views.draft_evidence, {"form": "json"}, name="draft_evidence"),
    path("drafts/<int:pk>/evidence.pdf", views.draft_evidence, {"form": "pdf"}, name="draft_evidence_paper"),
]
