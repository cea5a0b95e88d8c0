"""Addresses of licences."""

from django.urls import path

from content.licences import views

urlpatterns = [
    path("licences/", views.licence_list, name="licence_list"),
    path("licences/new/", views.licence_new, name="licence_new"),
    path("licences/<int:pk>/", views.licence_detail, name="licence_detail"),
    path("licences/<int:pk>/renew/", views.licence_renew, name="licence_renew"),
    path("licences/<int:pk>/end/", views.licence_end, name="licence_end"),
    path("licences/terms/<int:pk>/proof/", views.licence_proof, name="licence_proof"),
]
