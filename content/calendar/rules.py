"""How the calendar looks at time."""

from django.utils.translation import gettext_lazy as _

VIEWS = (("month", _("Month")), ("week", _("Week")), ("agenda", _("Agenda")))
AGENDA_DAYS = 30
# More entries than this in one view are not a calendar any more; the rest is counted.
ENTRIES_LIMIT = 3000
# What a cell of the month shows before "n more".
CELL_LIMIT = 6
