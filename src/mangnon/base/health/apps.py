from django.apps import AppConfig


class HealthConfig(AppConfig):
    name = "mangnon.base.health"
    label = "health"
