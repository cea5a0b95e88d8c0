"""Addresses of qualifications."""

from django.urls import path

from accounts.certificates import views
from accounts.qualifications.pages import PAGES

urlpatterns = [
    path("posts/reviewers/", views.certificates, {"pages": PAGES}, name="qualifications"),
    path("posts/reviewers/new/", views.certificate_new, {"pages": PAGES}, name="qualification_new"),
    path("posts/reviewers/<int:pk>/", views.certificate_detail, {"pages": PAGES}, name="qualification_detail"),
    path("posts/reviewers/<int:pk>/proof/", views.certificate_proof, {"pages": PAGES}, name="qualification_proof"),
    path("posts/reviewers/<int:pk>/end/", views.certificate_end, {"pages": PAGES}, name="qualification_end"),
]
