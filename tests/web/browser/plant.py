"""Run by itself in a city's folder: plant the city that the browser will see (种入)."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diaodu.config.settings")


def main() -> None:
    django.setup()
    from django.core.management import call_command

    from tests.web.browser.desk import lay_out
    from tests.web.city import plant

    call_command("migrate", verbosity=0)
    plant()
    lay_out()


if __name__ == "__main__":
    main()
