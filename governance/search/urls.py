"""Address of the search page."""

from django.urls import path

from governance.search import views

urlpatterns = [path("search/", views.search, name="search")]
