from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    name = "mangnon.directives"
    verbose_name = "Công văn chỉ đạo"

    def ready(self) -> None:
        from mangnon.directives import measures, readers

        measures.register()
        readers.register()
