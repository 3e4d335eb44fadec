from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "diaodu.bureau.directory"
    label = "directory"
