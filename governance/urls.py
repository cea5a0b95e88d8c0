"""The address plan: one prefix per room, the floors' own addresses in their urls.py."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("auth/", include("accounts.login.urls")),
    path("", include("governance.addresses")),
    path("", include("accounts.urls")),
    path("", include("content.urls")),
    path("", include("interactions.urls")),
    path("", include("analytics.urls")),
]
