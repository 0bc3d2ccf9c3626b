"""`mangnon seed`: places, holidays and, in a demo, the demo province."""

from __future__ import annotations

import click


@click.command()
def seed() -> None:
    """Tạo bảng, nạp tỉnh, xã, ngày nghỉ và (khi MANGNON_DEMO=1) dữ liệu trình diễn."""
    from mangnon.project.preparing import prepare

    prepare(click.echo)
