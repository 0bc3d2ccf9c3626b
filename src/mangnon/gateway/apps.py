from django.apps import AppConfig


class GatewayConfig(AppConfig):
    name = "mangnon.gateway"
    verbose_name = "Lọc truy cập"
