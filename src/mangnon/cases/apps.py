from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "mangnon.cases"
    verbose_name = "Vụ việc"

    def ready(self) -> None:
        from mangnon.cases import indicators

        indicators.register()
