from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "mangnon.base.ui"
    label = "ui"

    def ready(self) -> None:
        from mangnon.base.ui.forms import speak_plainly

        speak_plainly()
