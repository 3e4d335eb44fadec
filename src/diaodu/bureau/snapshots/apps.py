from django.apps import AppConfig


class SnapshotsConfig(AppConfig):
    name = "diaodu.bureau.snapshots"
    label = "snapshots"
