"""Addresses of the accounts floor."""

from django.urls import include, path

from accounts.leave import views as leave
from accounts.people import changing
from accounts.people import views as people
from accounts.platforms import views as platforms

app_name = "accounts"
urlpatterns = [
    path("", include("accounts.custody.addresses")),
    path("", include("accounts.grants.addresses")),
    path("people/", people.people, name="people"),
    path("people/export/", people.people_export, name="people_export"),
    path("people/new/", changing.person_new, name="person_new"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", changing.person_edit, name="person_edit"),
    path("people/<int:pk>/close/", changing.person_close, name="person_close"),
    path("people/<int:pk>/reopen/", changing.person_reopen, name="person_reopen"),
    path("people/<int:pk>/link/", changing.person_link, name="person_link"),
    path("people/<int:pk>/absence/", leave.absence_new, name="absence_new"),
    path("leave/", leave.leaves, name="leaves"),
    path("leave/<int:pk>/", leave.leave_detail, name="leave_detail"),
    path("leave/<int:pk>/move/", leave.leave_move, name="leave_move"),
    path("departments/<int:pk>/", people.department_detail, name="department_detail"),
    path("accounts/", platforms.accounts, name="accounts"),
    path("accounts/<slug:handle>/", platforms.account_detail, name="account_detail"),
    path("accounts/<slug:handle>/move/", platforms.account_move, name="account_move"),
]
