"""The web application for any WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from mangnon.base.loading import load

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mangnon.project.settings")
load()
application = get_wsgi_application()

# Every page's module is imported now and not with the first visitor's request.
from django.urls import get_resolver  # noqa: E402

_ = get_resolver().url_patterns
