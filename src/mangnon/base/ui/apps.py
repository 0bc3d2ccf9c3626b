from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "mangnon.base.ui"
    label = "ui"
