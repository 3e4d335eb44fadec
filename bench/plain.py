"""The peer of the reporting bench: the settings and the server of a plain view that stores numbers.

Of ours nothing stands before it but the log-in: `python -m bench.plain PORT`, DIAODU_HOME naming the city.
"""

import os
import sys

from diaodu.config.settings import *  # noqa: F403

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF, CSRF_FAILURE_VIEW = "bench.plain_view", "django.views.csrf.csrf_failure"


def main() -> None:
    """The same server as ours, with as many workers and threads."""
    from granian import Granian
    from granian.constants import Interfaces

    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.plain"
    Granian(
        "bench.plain_view:application",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=4,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    main()
