"""Addresses of the rule books."""

from django.urls import path

from governance.policies import views

urlpatterns = [
    path("policies/", views.policies, name="policies"),
    path("policies/legal/", views.legal_rules, name="legal_rules"),
    path("policies/legal/<str:code>/confirm/", views.legal_rule_confirm, name="legal_rule_confirm"),
    path("policies/versions/<int:pk>/", views.policy_version, name="policy_version"),
    path("policies/versions/<int:pk>/move/<slug:name>/", views.policyversion_move, name="policyversion_move"),
    path("policies/bindings/<int:pk>/end/", views.policy_unbind, name="policy_unbind"),
    path("policies/<slug:code>/", views.policy_detail, name="policy_detail"),
    path("policies/<slug:code>/sign/", views.policy_sign, name="policy_sign"),
    path("policies/<slug:code>/bind/", views.policy_bind, name="policy_bind"),
    path("policies/<slug:code>/review/", views.policy_review, name="policy_review"),
    path("policies/<slug:code>/parameters/<str:name>/", views.parameter_detail, name="parameter_detail"),
    path("policies/<slug:code>/parameters/<str:name>/change/", views.parameter_change, name="parameter_change"),
]
