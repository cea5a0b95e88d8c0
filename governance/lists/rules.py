"""What an export keeps of the query of its list. Pure."""

REASON_LIMIT = 500
FILTER_LIMIT = 1000
# Places in the list and the form are no filter; the words searched for may be a customer's and are only noted.
NOT_KEPT = ("after", "csrfmiddlewaretoken", "format", "reason")
WORDS, WORDS_NOTED = "q", "…"
