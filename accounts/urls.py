"""Addresses of the accounts floor."""

from django.urls import include, path

from accounts.leave import views as leave
from accounts.people import changing, departments
from accounts.people import views as people

app_name = "accounts"
urlpatterns = [
    path("", include("accounts.custody.addresses")),
    path("", include("accounts.groups.addresses")),
    path("", include("accounts.posts.addresses")),
    path("", include("accounts.qualifications.addresses")),
    path("", include("accounts.accreditations.addresses")),
    path("", include("accounts.recertification.addresses")),
    path("", include("accounts.incidents.addresses")),
    path("", include("accounts.leaving.addresses")),
    path("", include("accounts.directory.addresses")),
    path("", include("accounts.platforms.addresses")),
    path("", include("accounts.grants.addresses")),
    path("people/", people.people, name="people"),
    path("people/export/", people.people_export, name="people_export"),
    path("people/new/", changing.person_new, name="person_new"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", changing.person_edit, name="person_edit"),
    path("people/<int:pk>/reopen/", changing.person_reopen, name="person_reopen"),
    path("people/<int:pk>/link/", changing.person_link, name="person_link"),
    path("people/<int:pk>/absence/", leave.absence_new, name="absence_new"),
    path("leave/", leave.leaves, name="leaves"),
    path("leave/<int:pk>/", leave.leave_detail, name="leave_detail"),
    path("leave/<int:pk>/move/", leave.leave_move, name="leave_move"),
    path("departments/", departments.departments, name="departments"),
    path("departments/new/", departments.department_new, name="department_new"),
    path("departments/<int:pk>/edit/", departments.department_edit, name="department_edit"),
    path("departments/<int:pk>/", departments.department_detail, name="department_detail"),
]
