from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "diaodu.bureau.notices"
    label = "notices"
