"""What an export keeps of the query of its list, and when it takes a second person. Pure."""

from datetime import timedelta

REASON_LIMIT = 500
FILTER_LIMIT = 1000
# Places in the list and the form are no filter; the words searched for may be a customer's and are only noted.
NOT_KEPT = ("after", "csrfmiddlewaretoken", "format", "reason")
# With more rows that tell of people than this a list is many people's data, and a second person agrees first.
# The rows count that one person took away without a yes within `COUNTED_FOR`, so that parts of a list are the list.
MANY_PEOPLE = 500
COUNTED_FOR = timedelta(hours=24)
WORDS, WORDS_NOTED = "q", "…"
