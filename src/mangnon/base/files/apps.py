from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "mangnon.base.files"
    label = "files"
