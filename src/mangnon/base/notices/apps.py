from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "mangnon.base.notices"
    label = "notices"
