"""Addresses of prize draws; those below /fair/ are open to everybody."""

from django.urls import path

from content.draws import publishing, views

urlpatterns = [
    path("campaigns/<int:pk>/draw/", views.draw_new, name="draw_new"),
    path("draws/<int:pk>/", views.draw_detail, name="draw_detail"),
    path("draws/<int:pk>/edit/", views.draw_edit, name="draw_edit"),
    path("draws/<int:pk>/freeze/", views.draw_freeze, name="draw_freeze"),
    path("draws/<int:pk>/hold/", views.draw_hold, name="draw_hold"),
    path("draws/<int:pk>/witness/", views.draw_witness, name="draw_witness"),
    path("draws/<int:pk>/void/", views.draw_void, name="draw_void"),
    path("draws/<int:pk>/reject/", views.draw_reject, name="draw_reject"),
    path("draws/<int:pk>/another-witness/", views.draw_ask_witness, name="draw_ask_witness"),
    path("draws/witnesses/<int:pk>/name/", views.draw_name_witness, name="draw_name_witness"),
    path("draws/<int:pk>/replace/", views.draw_replace, name="draw_replace"),
    path("draws/<int:pk>/finish/", views.draw_finish, name="draw_finish"),
    path("draws/<int:pk>/code/", views.draw_code, name="draw_code"),
    path("draws/winners/<int:pk>/contact/", views.winner_contact, name="winner_contact"),
    path("draws/winners/<int:pk>/deliver/", views.winner_deliver, name="winner_deliver"),
    path("draws/winners/<int:pk>/pass/", views.winner_pass, name="winner_pass"),
    path("fair/verify_draw.py", publishing.draw_program, name="draw_program"),
    path("fair/<slug:slug>/", publishing.draw_public, name="draw_public"),
    path("fair/<slug:slug>/draw.json", publishing.draw_file, name="draw_file"),
    path("fair/<slug:slug>/draw-before.json", publishing.draw_file_before, name="draw_file_before"),
]
