from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "mangnon.base.audit"
    label = "audit"
