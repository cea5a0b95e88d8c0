"""ASGI entry for the web server."""

import os

from django.core.asgi import get_asgi_application

from governance.processes import search_garbage_rarely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
application = get_asgi_application()
search_garbage_rarely()
