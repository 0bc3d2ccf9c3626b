from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "mangnon.base.jobs"
    label = "jobs"
