"""The node as a WSGI application, for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kakehashi.settings")

application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - every page is loaded now, not with the first request
# What is loaded stays: the collector need not walk through it, which stops a page for 100 ms.
gc.collect()
gc.freeze()
