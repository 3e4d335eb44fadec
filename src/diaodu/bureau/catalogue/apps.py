from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "diaodu.bureau.catalogue"
    label = "catalogue"
