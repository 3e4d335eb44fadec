from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "diaodu.bureau.audit"
    label = "audit"
