"""`mangnon work`."""

from __future__ import annotations

import click
import django


@click.command()
def work() -> None:
    """Chỉ chạy bộ xử lý việc nền."""
    django.setup()
    from mangnon.base.jobs.worker import Worker

    Worker().run()
