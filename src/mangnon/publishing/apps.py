from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "mangnon.publishing"
    verbose_name = "Đăng tải"
