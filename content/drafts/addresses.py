"""Addresses of drafts."""

from django.urls import path

from content.drafts import views

urlpatterns = [
    path("drafts/", views.draft_list, name="draft_list"),
    path("drafts/new/", views.draft_new, name="draft_new"),
    path("drafts/<int:pk>/", views.draft_detail, name="draft_detail"),
    path("drafts/<int:pk>/edit/", views.draft_edit, name="draft_edit"),
    path("drafts/<int:pk>/submit/", views.draft_submit, name="draft_submit"),
    path("drafts/<int:pk>/move/", views.draft_move, name="draft_move"),
    path("drafts/<int:pk>/urgency/ask/", views.draft_ask_urgency, name="draft_ask_urgency"),
    path("drafts/<int:pk>/urgency/", views.draft_urgency, name="draft_urgency"),
    path("drafts/<int:pk>/history/", views.draft_history, name="draft_history"),
    path("drafts/<int:pk>/diff/<int:before>/<int:after>/", views.draft_diff, name="draft_diff"),
]
