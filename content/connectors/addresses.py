"""Addresses of the interfaces."""

from django.urls import path

from content.connectors import views

urlpatterns = [
    path("interfaces/", views.dispatch_list, name="dispatch_list"),
    path("interfaces/<slug:handle>/", views.connection_edit, name="connection_edit"),
    path("interfaces/orders/<int:pk>/call-back/", views.dispatch_call_back, name="dispatch_call_back"),
    path("interfaces/orders/<int:pk>/settle/", views.dispatch_settle, name="dispatch_settle"),
    path("publish/<int:pk>/send/", views.dispatch_send, name="dispatch_send"),
]
