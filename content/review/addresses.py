"""Addresses of review."""

from django.urls import path

from content.review import many, views

urlpatterns = [
    path("review/", views.review_queue, name="review_queue"),
    path("review/many/", many.review_bulk, name="review_bulk"),
    path("review/many/decide/", many.review_bulk_decide, name="review_bulk_decide"),
    path("review/after-release/", many.late_reviews, name="late_reviews"),
    path("review/after-release/<int:pk>/", many.late_review, name="late_review"),
    path("review/chain/<slug:code>/", many.chain_trial, name="chain_trial"),
    path("review/<int:pk>/", views.review_page, name="review_page"),
    path("review/signatures/<int:pk>/", views.review_decide, name="review_decide"),
    path("review/findings/<int:pk>/", views.finding_answer, name="finding_answer"),
]
