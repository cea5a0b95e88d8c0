"""The pages of logging in: those of allauth that staff need, and no page for addresses of one's own."""

from allauth.account import views
from allauth.account.decorators import reauthentication_required
from allauth.mfa.base.views import reauthenticate as reauthenticate_by_code
from allauth.mfa.webauthn.views import reauthenticate_webauthn
from allauth.socialaccount.views import connections
from django.urls import include, path, re_path

from accounts.login.views import confirm_elsewhere, remove_passkey, waiting_form
from accounts.login.waiting import taking_up

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("signup/", views.signup, name="account_signup"),
    path("reauthenticate/", taking_up(views.reauthenticate), name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path(
        "password/set/",
        reauthentication_required(views.password_set, app="allauth.account"),
        name="account_set_password",
    ),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/done/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/webauthn/keys/<int:pk>/remove/", remove_passkey, name="mfa_remove_webauthn"),
    path("2fa/reauthenticate/", taking_up(reauthenticate_by_code), name="mfa_reauthenticate"),
    path("2fa/webauthn/reauthenticate/", taking_up(reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("2fa/", include("allauth.mfa.urls")),
    path("waiting/<slug:key>/", waiting_form, name="login_waiting"),
    path("confirm/", confirm_elsewhere, name="login_confirm"),
    path("connections/", connections, name="socialaccount_connections"),
    path("", include("accounts.login.sign_on_addresses")),
]
