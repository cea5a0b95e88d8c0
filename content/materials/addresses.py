"""Addresses of material requests."""

from django.urls import path

from content.materials import views

urlpatterns = [
    path("materials/", views.material_list, name="material_list"),
    path("materials/new/", views.material_new, name="material_new"),
    path("materials/<int:pk>/", views.material_detail, name="material_detail"),
    path("materials/<int:pk>/deliver/", views.material_deliver, name="material_deliver"),
    path("materials/<int:pk>/move/", views.material_move, name="material_move"),
    path("materials/<int:pk>/hand-on/", views.material_hand_on, name="material_hand_on"),
    path("materials/files/<int:pk>/", views.material_file, name="material_file"),
]
