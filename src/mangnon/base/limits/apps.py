from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "mangnon.base.limits"
    label = "limits"
