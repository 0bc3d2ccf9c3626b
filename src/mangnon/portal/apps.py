from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "mangnon.portal"

    def ready(self) -> None:
        from mangnon.base.ui import site
        from mangnon.portal import joining, menu

        site.provide(
            province=joining.province_name,
            unit=joining.unit_of,
            menu=menu.menu,
            account=menu.account,
        )
