"""Addresses of the interactions floor."""

from django.urls import URLPattern, URLResolver, path

from interactions.canned import views as canned
from interactions.complaints import views as complaints
from interactions.importing import views as importing
from interactions.inbox import views as inbox
from interactions.rota import views as rota
from interactions.tickets import views as tickets

app_name = "interactions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/export/", inbox.inbox_export, name="inbox_export"),
    path("inbox/around/", inbox.inbox_around, name="inbox_around"),
    path("inbox/bulk/", inbox.inbox_bulk, name="inbox_bulk"),
    path("inbox/colleagues/", inbox.inbox_colleagues, name="inbox_colleagues"),
    path("inbox/new/", inbox.message_new, name="message_new"),
    path("inbox/import/", importing.message_import, name="message_import"),
    path("inbox/canned/", canned.canned_list, name="canned_list"),
    path("inbox/canned/<int:pk>/", canned.canned_detail, name="canned_detail"),
    path("inbox/canned/<int:pk>/move/", canned.cannedreply_move, name="cannedreply_move"),
    path("inbox/rota/", rota.rota, name="rota"),
    path("inbox/rota/shifts/<int:pk>/remove/", rota.rota_remove, name="rota_remove"),
    path("inbox/rota/<slug:handle>/", rota.rota_account, name="rota_account"),
    path("inbox/<int:pk>/", inbox.message_detail, name="message_detail"),
    path("inbox/<int:pk>/presence/", inbox.message_presence, name="message_presence"),
    path("inbox/<int:pk>/check/", inbox.reply_check, name="reply_check"),
    path("inbox/<int:pk>/canned/", inbox.message_canned, name="message_canned"),
    path("inbox/<int:pk>/<slug:step>/", inbox.message_step, name="message_step"),
    path("tickets/", tickets.ticket_list, name="tickets"),
    path("tickets/new/", tickets.ticket_new, name="ticket_new"),
    path("tickets/<int:pk>/", tickets.ticket_detail, name="ticket_detail"),
    path("tickets/<int:pk>/<slug:step>/", tickets.ticket_step, name="ticket_step"),
    path("complaints/", complaints.complaint_list, name="complaints"),
    path("complaints/new/", complaints.complaint_new, name="complaint_new"),
    path("complaints/<int:pk>/", complaints.complaint_detail, name="complaint_detail"),
    path("complaints/<int:pk>/<slug:step>/", complaints.complaint_step, name="complaint_step"),
]
