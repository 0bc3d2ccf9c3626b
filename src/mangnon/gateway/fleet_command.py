"""`mangnon gateway enroll | hub | doctor`: coming in, waiting for news, looking from inside."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from pathlib import Path
from typing import IO

import click

from mangnon.gateway.link.codes import BadCode, read_code
from mangnon.gateway.link.doctor import Check, Examined, Place, examine, system_resolvers
from mangnon.gateway.link.enrolling import NotThePlatform, enrol
from mangnon.gateway.link.memory import standing
from mangnon.gateway.link.report import BadReport
from mangnon.gateway.link.spool import keep_doctor
from mangnon.gateway.link.talking import Away, Refused
from mangnon.gateway.policies import UnknownGroup
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
    from mangnon.base.loading import load

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    load()
    from django.conf import settings

    from mangnon.gateway.hub import Hub

    host, port = settings.HOST, settings.HUB_PORT
    try:
        asyncio.run(Hub().run(host, port))
    except OSError as wrong:
        click.echo(f"Không mở được cổng {port} trên {host}: {wrong}", err=True)
        sys.exit(1)


@click.command()
@click.option("--server", default="", help="Địa chỉ máy lọc; bỏ trống: DNS mà máy này đang dùng.")
@click.option("--group", default="", help="Nhóm của máy này, ví dụ thcs; bỏ trống: học sinh.")
@click.option(
    "--config", "path", type=click.Path(exists=True, path_type=Path), help="Trên máy lọc."
)
@click.option("--json", "as_json", is_flag=True)
def doctor(server: str, group: str, path: Path | None, as_json: bool) -> None:
    """Mạng của tôi có được lọc không, có đi vòng được không? Chạy từ một máy trong trường."""
    system = system_resolvers()
    server = server or next(iter(system), "")
    if not server:
        click.echo("Không biết hỏi máy lọc nào: thêm --server ĐỊA_CHỈ.", err=True)
        sys.exit(2)
    place = Place(server, group, system)
    try:
        done = examine(place, (lambda check: None) if as_json else _say_check)
    except UnknownGroup as wrong:
        click.echo(str(wrong), err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps(done.as_dict(), ensure_ascii=False, indent=1))
    else:
        _say_end(done, path)
    sys.exit(0 if done.is_well else 1)


_MARKS = {"pass": "đạt", "fail": "KHÔNG ĐẠT", "unknown": "chưa rõ"}


def _say_check(check: Check) -> None:
    click.echo(f"{_MARKS[check.outcome]:>9}  {check.title}: {check.seen}")
    if check.todo and check.outcome != "pass":
        click.echo(f"{'':>9}  → {check.todo}")


def _say_end(done: Examined, path: Path | None) -> None:
    words = ", ".join(f"{done.count(each)} mục {mark.lower()}" for each, mark in _MARKS.items())
    click.echo(f"\n{words}.")
    if path:
        stands = standing(read_config(path).state)
        click.echo(f"Liên lạc với nền tảng: {stands.words or stands.state or 'chưa ghi danh'}.")


@click.command("doctor-send")
@click.option("--config", "path", required=True, type=click.Path(exists=True, path_type=Path))
@click.argument("result", type=click.File("rb"))
def doctor_send(path: Path, result: IO[bytes]) -> None:
    """Trên máy lọc: gửi kết quả `doctor --json` (tệp, hoặc - từ bàn phím) lên nền tảng."""
    try:
        keep_doctor(read_config(path).state, result.read())
    except (BadConfig, BadReport, OSError) as wrong:
        click.echo(f"Không gửi được: {wrong}", err=True)
        sys.exit(1)
    click.echo("Đã nhận. Kết quả sẽ hiện ở trang của máy lọc trong vài phút.")


COMMANDS = (enroll, hub, doctor, doctor_send)
