from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "mangnon.library"
    verbose_name = "Thư viện"
