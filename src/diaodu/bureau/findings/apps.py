from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "diaodu.bureau.findings"
    label = "findings"
