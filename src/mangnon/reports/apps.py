from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "mangnon.reports"
    verbose_name = "Tin báo"

    def ready(self) -> None:
        from mangnon.base.health.api import register_look
        from mangnon.base.jobs.api import on_clock_jump
        from mangnon.reports.actions.jumping import tell_of_jump
        from mangnon.reports.looking import key_file

        on_clock_jump(tell_of_jump)
        register_look(key_file)
