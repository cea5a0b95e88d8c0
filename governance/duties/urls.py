"""Addresses of duties."""

from django.urls import path

from governance.duties import views

urlpatterns = [
    path("duties/", views.duties, name="duties"),
    path("duties/export/", views.duties_export, name="duties_export"),
    path("duties/kinds/", views.duty_kinds_page, name="duty_kinds"),
    path("duties/late/", views.late_tasks, name="late_tasks"),
    path("duties/late/export/", views.late_tasks_export, name="late_tasks_export"),
    path("duties/records/", views.duty_records, name="duty_records"),
    path("duties/records/export/", views.duty_records_export, name="duty_records_export"),
    path("duties/records/<int:pk>/", views.duty_record, name="duty_record"),
    path("duties/files/<int:pk>/", views.duty_attachment, name="duty_attachment"),
    path("duties/file/<slug:kind>/<int:place>/", views.duty_file, name="duty_file"),
    path("duties/<int:pk>/", views.duty_detail, name="duty_detail"),
    path("duties/<int:pk>/pass/", views.duty_pass, name="duty_pass"),
]
