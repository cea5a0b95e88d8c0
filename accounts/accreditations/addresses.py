"""Addresses of accreditations."""

from django.urls import path

from accounts.accreditations.pages import PAGES
from accounts.certificates import views

urlpatterns = [
    path("posts/advisers/", views.certificates, {"pages": PAGES}, name="accreditations"),
    path("posts/advisers/new/", views.certificate_new, {"pages": PAGES}, name="accreditation_new"),
    path("posts/advisers/<int:pk>/", views.certificate_detail, {"pages": PAGES}, name="accreditation_detail"),
    path("posts/advisers/<int:pk>/proof/", views.certificate_proof, {"pages": PAGES}, name="accreditation_proof"),
    path("posts/advisers/<int:pk>/end/", views.certificate_end, {"pages": PAGES}, name="accreditation_end"),
]
