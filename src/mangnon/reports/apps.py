from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "mangnon.reports"
    verbose_name = "Tin báo"

    def ready(self) -> None:
        from mangnon.base.health.api import register_look
        from mangnon.reports.looking import key_file

        register_look(key_file)
