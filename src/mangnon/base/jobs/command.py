"""`mangnon work`."""

from __future__ import annotations

import click

from mangnon.base.loading import load


@click.command()
def work() -> None:
    """Chỉ chạy bộ xử lý việc nền."""
    load()
    from mangnon.base.jobs.worker import Worker

    Worker().run()
