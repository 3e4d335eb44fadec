from django.apps import AppConfig


class PipelineConfig(AppConfig):
    name = "diaodu.bureau.pipeline"
    label = "pipeline"
