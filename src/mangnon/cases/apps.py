from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "mangnon.cases"
    verbose_name = "Vụ việc"

    def ready(self) -> None:
        from mangnon.base.audit.api import register_barring
        from mangnon.cases import indicators
        from mangnon.cases.actions import passing_on
        from mangnon.cases.queries.barring import things_barred

        indicators.register()
        passing_on.register()
        register_barring(things_barred)
