"""Addresses of corrections."""

from django.urls import path

from content.corrections import views

urlpatterns = [
    path("corrections/", views.correction_list, name="correction_list"),
    path("corrections/<int:pk>/", views.correction_detail, name="correction_detail"),
    path("corrections/<int:pk>/carry-out/", views.correction_carry_out, name="correction_carry_out"),
    path("corrections/<int:pk>/drop/", views.correction_drop, name="correction_drop"),
    path("publications/<int:pk>/correct/", views.correction_new, name="correction_new"),
]
