"""Addresses of campaigns."""

from django.urls import path

from content.campaigns import views

urlpatterns = [
    path("campaigns/", views.campaign_list, name="campaign_list"),
    path("campaigns/new/", views.campaign_new, name="campaign_new"),
    path("campaigns/<int:pk>/", views.campaign_detail, name="campaign_detail"),
    path("campaigns/<int:pk>/edit/", views.campaign_edit, name="campaign_edit"),
    path("campaigns/<int:pk>/move/", views.campaign_move, name="campaign_move"),
    path("campaigns/<int:pk>/check/", views.campaign_check, name="campaign_check"),
    path("campaigns/<int:pk>/announce/", views.campaign_announce, name="campaign_announce"),
    path("campaigns/<int:pk>/tasks/", views.campaign_task, name="campaign_task"),
    path("campaigns/<int:pk>/staff/", views.campaign_staff, name="campaign_staff"),
    path("campaigns/<int:pk>/problems/", views.campaign_issue, name="campaign_issue"),
    path("campaigns/<int:pk>/results/", views.campaign_results, name="campaign_results"),
    path("campaigns/<int:pk>/report/", views.campaign_report, name="campaign_report"),
    path("campaigns/tasks/<int:pk>/done/", views.task_done, name="task_done"),
    path("campaigns/problems/<int:pk>/take/", views.issue_take, name="issue_take"),
    path("campaigns/problems/<int:pk>/solve/", views.issue_resolve, name="issue_resolve"),
]
