"""Addresses of releasing."""

from django.urls import path

from content.publishing import views

urlpatterns = [
    path("publish/", views.publish_list, name="publish_list"),
    path("publish/<int:pk>/", views.publish_kit, name="publish_kit"),
    path("publish/<int:pk>/schedule/", views.publish_schedule, name="publish_schedule"),
    path("publish/<int:pk>/preflight/", views.publish_preflight, name="publish_preflight"),
    path("publish/<int:pk>/record/", views.publish_record, name="publish_record"),
    path("publications/", views.publication_list, name="publication_list"),
    path("publications/<int:pk>/", views.publication_detail, name="publication_detail"),
    path("publications/<int:pk>/complete/", views.publication_complete, name="publication_complete"),
    path("publications/<int:pk>/withdraw/", views.publication_withdraw, name="publication_withdraw"),
    path("publications/<int:pk>/prove/", views.publication_prove, name="publication_prove"),
    path("checkpoints/<int:pk>/", views.checkpoint_note, name="checkpoint_note"),
]
