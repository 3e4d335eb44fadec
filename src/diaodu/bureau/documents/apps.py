from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "diaodu.bureau.documents"
    label = "documents"
