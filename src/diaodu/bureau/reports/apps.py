from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "diaodu.bureau.reports"
    label = "reports"
