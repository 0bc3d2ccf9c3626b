from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "mangnon.reports"
    verbose_name = "Tin báo"
