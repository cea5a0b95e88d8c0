"""Addresses of paid promotion."""

from django.urls import path

from content.promotions import views

urlpatterns = [
    path("promotions/", views.promotion_list, name="promotion_list"),
    path("promotions/new/", views.promotion_new, name="promotion_new"),
    path("promotions/<int:pk>/", views.promotion_detail, name="promotion_detail"),
    path("promotions/<int:pk>/move/", views.promotion_move, name="promotion_move"),
    path("promotions/<int:pk>/label/", views.promotion_label, name="promotion_label"),
    path("promotions/<int:pk>/spend/", views.promotion_spend, name="promotion_spend"),
    path("promotions/<int:pk>/result/", views.promotion_result, name="promotion_result"),
]
