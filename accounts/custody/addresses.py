"""Addresses of custody."""

from django.urls import path

from accounts.custody import views

urlpatterns = [
    path("custody/", views.credentials, name="credentials"),
    path("custody/new/", views.credential_new, name="credential_new"),
    path("custody/show/", views.reveal_show, name="reveal_show"),
    path("custody/<int:pk>/", views.credential_detail, name="credential_detail"),
    path("custody/<int:pk>/move/", views.credential_move, name="credential_move"),
    path("custody/<int:pk>/change/", views.credential_rotate, name="credential_rotate"),
    path("custody/<int:pk>/hand-over/", views.credential_hand_over, name="credential_hand_over"),
    path("custody/<int:pk>/take-out/", views.credential_take_out, name="credential_take_out"),
    path("custody/<int:pk>/break-glass/", views.credential_break_glass, name="credential_break_glass"),
    path("custody/<int:pk>/share/", views.credential_share, name="credential_share"),
    path("custody/shares/<int:pk>/revoke/", views.share_revoke, name="share_revoke"),
    path("custody/checkouts/<int:pk>/", views.checkout_detail, name="checkout_detail"),
    path("custody/checkouts/<int:pk>/return/", views.checkout_return, name="checkout_return"),
    path("custody/checkouts/<int:pk>/review/", views.checkout_review, name="checkout_review"),
    path("custody/checkouts/<int:pk>/reveal/", views.reveal_ask, name="reveal_ask"),
]
