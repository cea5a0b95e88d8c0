"""Addresses of the ground floor."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "governance"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("governance.ledger.urls")),
    path("", include("governance.operations.urls")),
    path("", include("governance.home.urls")),
    path("", include("governance.preferences.urls")),
    path("", include("governance.notices.urls")),
    path("", include("governance.lists.urls")),
    path("", include("governance.search.urls")),
    path("", include("governance.approvals.urls")),
    path("", include("governance.sensitive.urls")),
    path("", include("governance.duties.urls")),
    path("", include("governance.policies.urls")),
    path("", include("governance.board.urls")),
]
