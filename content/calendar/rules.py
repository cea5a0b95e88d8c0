"""How the calendar looks at time."""

from django.utils.translation import gettext_lazy as _

VIEWS = (("month", _("Month")), ("week", _("Week")), ("agenda", _("Agenda")))
AGENDA_DAYS = 30
# More entries than this in one view are not a calendar any more; the rest is counted.
ENTRIES_LIMIT = 3000
# What a cell of the month shows before "n more".
CELL_LIMIT = 6
# What a week or an agenda lists; days beyond it lead on to an agenda that begins with them.
LISTED_LIMIT = 200
# Characters of a title in an entry.
TITLE_SHOWN = 24
