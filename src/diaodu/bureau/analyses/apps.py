from django.apps import AppConfig


class AnalysesConfig(AppConfig):
    name = "diaodu.bureau.analyses"
    label = "analyses"
