"""Server entry."""

import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaodu.config.settings")
application = get_wsgi_application()


def warm() -> None:
    """Read the pages and the newest month before the first request comes (预热)."""
    from django.db import connection
    from django.urls import get_resolver

    from diaodu.bureau.findings import month

    try:
        _ = get_resolver().url_patterns
        month.latest()
    except Exception:
        logging.getLogger("diaodu.server").exception("could not warm up")
    finally:
        connection.close()


warm()
