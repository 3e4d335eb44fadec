from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "diaodu.web"
    label = "web"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_login_failed

        from diaodu.web.noted import login_failed

        user_login_failed.connect(login_failed, dispatch_uid="diaodu.audit")
