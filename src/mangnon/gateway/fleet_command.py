"""`mangnon gateway enroll | hub | doctor`: coming in, waiting for news, looking from inside."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path

import click

from mangnon.gateway.link.codes import BadCode, read_code
from mangnon.gateway.link.enrolling import NotThePlatform, enrol
from mangnon.gateway.link.talking import Away, Refused
from mangnon.gateway.serve.config import BadConfig, read_config


@click.command("enroll")
@click.option("--config", "path", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--url", required=True, help="Địa chỉ của nền tảng, ví dụ https://….gov.vn.")
@click.option("--code", required=True, help="Mã ghi danh ở trang của điểm trường, dùng một lần.")
@click.option("--name", default="", help="Tên máy lọc trên nền tảng; bỏ trống: tên của máy.")
def enroll(path: Path, url: str, code: str, name: str) -> None:
    """Ghi danh bộ lọc này với nền tảng của tỉnh; ghi danh lại cũng bằng lệnh này."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        who = enrol(read_config(path).state, url.rstrip("/"), read_code(code), name)
    except (BadConfig, BadCode) as wrong:
        click.echo(f"Chưa ghi danh: {wrong}", err=True)
        sys.exit(78)  # EX_CONFIG
    except (NotThePlatform, Refused, Away, OSError) as wrong:
        click.echo(f"Chưa ghi danh: {wrong}", err=True)
        sys.exit(1)
    click.echo(f"Đã ghi danh điểm trường số {who.site}. Bộ lọc đang chạy sẽ theo nền tảng ngay.")


@click.command()
def hub() -> None:
    """Chạy nơi các máy lọc chờ tin; `mangnon up` tự chạy."""
    import django

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    django.setup()
    from django.conf import settings

    from mangnon.gateway.hub import Hub

    host, port = settings.HOST, settings.HUB_PORT
    try:
        asyncio.run(Hub().run(host, port))
    except OSError as wrong:
        click.echo(f"Không mở được cổng {port} trên {host}: {wrong}", err=True)
        sys.exit(1)


COMMANDS = (enroll, hub)
