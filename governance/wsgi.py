"""WSGI entry for the web server."""

import os

from django.core.wsgi import get_wsgi_application

from governance.processes import search_garbage_rarely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
application = get_wsgi_application()
search_garbage_rarely()
