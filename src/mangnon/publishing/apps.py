from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "mangnon.publishing"
    verbose_name = "Đăng tải"

    def ready(self) -> None:
        from mangnon.publishing import indicators

        indicators.register()
