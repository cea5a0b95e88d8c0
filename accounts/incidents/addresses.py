"""Addresses of incidents."""

from django.urls import path

from accounts.incidents import records, views

urlpatterns = [
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/new/", views.incident_new, name="incident_new"),
    path("incidents/export/", records.incidents_export, name="incidents_export"),
    path("incidents/<int:pk>/", views.incident_detail, name="incident_detail"),
    path("incidents/<int:pk>/move/", views.incident_move, name="incident_move"),
    path("incidents/<int:pk>/receive/", views.incident_receive, name="incident_receive"),
    path("incidents/<int:pk>/assign/", views.incident_assign, name="incident_assign"),
    path("incidents/<int:pk>/note/", views.incident_note, name="incident_note"),
    path("incidents/<int:pk>/cause/", views.incident_cause, name="incident_cause"),
    path("incidents/<int:pk>/measures/", views.incident_measure, name="incident_measure"),
    path("incidents/<int:pk>/report/", records.incident_report, name="incident_report"),
    path("incidents/<int:pk>/report/pdf/", records.incident_report_pdf, name="incident_report_pdf"),
    path("incidents/<int:pk>/export/", records.incident_export, name="incident_export"),
    path("incidents/steps/<int:pk>/", views.incident_step, name="incident_step"),
    path("incidents/steps/<int:pk>/assign/", views.incident_step_assign, name="incident_step_assign"),
    path("incidents/measures/<int:pk>/", views.measure_done, name="measure_done"),
    path("incidents/proofs/<int:pk>/", records.incident_proof, name="incident_proof"),
]
