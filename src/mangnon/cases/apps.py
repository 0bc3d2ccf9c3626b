from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "mangnon.cases"
    verbose_name = "Vụ việc"
