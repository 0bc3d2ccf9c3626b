from django.apps import AppConfig


class GatewayConfig(AppConfig):
    name = "mangnon.gateway"
    verbose_name = "Lọc truy cập"

    def ready(self) -> None:
        from mangnon.base.health.api import register_file
        from mangnon.gateway import measures
        from mangnon.gateway.timestore.api import FILE
        from mangnon.gateway.timestore.sqlite import copy_of

        measures.register()
        register_file(FILE, copy_of)
