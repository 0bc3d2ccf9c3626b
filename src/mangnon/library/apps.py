from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "mangnon.library"
    verbose_name = "Thư viện"

    def ready(self) -> None:
        from mangnon.library import attached, indicators, readers

        indicators.register()
        readers.register()
        attached.register()
