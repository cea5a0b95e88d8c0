"""Addresses of the board."""

from django.urls import path

from governance.board import views

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/measure/", views.board_measure, name="board_measure"),
    path("board/clauses/<str:code>/", views.board_clause, name="board_clause"),
    path("board/requirements/<slug:code>/", views.board_requirement, name="board_requirement"),
    path("board/requirements/<slug:code>/attest/", views.board_attest, name="board_attest"),
    path("board/requirements/<slug:code>/accept/", views.board_accept, name="board_accept"),
    path("board/findings/<int:pk>/move/<slug:name>/", views.finding_move, name="finding_move"),
    path("board/acceptances/<int:pk>/move/<slug:name>/", views.acceptance_move, name="acceptance_move"),
]
