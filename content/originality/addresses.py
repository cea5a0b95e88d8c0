"""Address of what is known of a draft's files and originality."""

from django.urls import path

from content.originality import views

urlpatterns = [path("drafts/<int:pk>/originality/", views.draft_originality, name="draft_originality")]
