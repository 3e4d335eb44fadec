from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "diaodu.bureau.figures"
    label = "figures"
