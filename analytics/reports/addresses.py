"""Addresses of reports, their files and actions."""

from django.urls import path

from analytics.reports import views

urlpatterns = [
    path("reports/", views.report_list, name="reports"),
    path("reports/new/", views.report_new, name="report_new"),
    path("reports/<int:pk>/", views.report_detail, name="report_detail"),
    path("reports/<int:pk>/edit/", views.report_edit, name="report_edit"),
    path("reports/<int:pk>/move/", views.report_move, name="monthlyreport_move"),
    path("reports/<int:pk>/files/", views.report_file, name="report_file"),
    path("reports/<int:pk>/files/<int:file_pk>/", views.report_file_state, name="report_file_state"),
    path("reports/<int:pk>/files/<int:file_pk>/download/", views.report_file_download, name="report_file_download"),
    path("reports/<int:pk>/actions/new/", views.action_new, name="action_new"),
    path("reports/actions/<int:pk>/", views.action_detail, name="action_detail"),
    path("reports/actions/<int:pk>/move/", views.action_move, name="actionitem_move"),
]
