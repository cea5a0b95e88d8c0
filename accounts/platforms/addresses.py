"""Addresses of platform accounts: list, page, life, opening, verification, papers."""

from django.urls import path

from accounts.opening import views as opening
from accounts.papers import views as papers
from accounts.platforms import views
from accounts.verification import views as verification

urlpatterns = [
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/export/", views.accounts_export, name="accounts_export"),
    path("accounts/new/", opening.account_new, name="account_new"),
    path("accounts/papers/<int:pk>/", papers.account_paper, name="account_paper"),
    path("accounts/verifications/<int:pk>/", verification.verification_detail, name="verification_detail"),
    path("accounts/verifications/<int:pk>/verify/", verification.verification_verify, name="verification_verify"),
    path("accounts/verifications/<int:pk>/end/", verification.verification_end, name="verification_end"),
    path("accounts/<slug:handle>/", views.account_detail, name="account_detail"),
    path("accounts/<slug:handle>/edit/", views.account_edit, name="account_edit"),
    path("accounts/<slug:handle>/move/", views.account_move, name="account_move"),
    path("accounts/<slug:handle>/bind/", views.account_bind, name="account_bind"),
    path("accounts/<slug:handle>/bindings/<int:pk>/end/", views.account_unbind, name="account_unbind"),
    path("accounts/<slug:handle>/ask/", opening.account_ask_again, name="account_ask_again"),
    path("accounts/<slug:handle>/registration/", opening.registration_edit, name="registration_edit"),
    path("accounts/<slug:handle>/verify/", verification.verification_new, name="verification_new"),
]
