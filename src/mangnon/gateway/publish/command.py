"""`mangnon gateway export` and `mangnon gateway zones`: the same rules for other resolvers.

What they need is imported when they run: the filter, which is another word of the same command,
carries nothing of it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

if TYPE_CHECKING:
    from mangnon.gateway.publish.config import Zones
    from mangnon.gateway.publish.effective import Beyond
    from mangnon.gateway.publish.refreshing import Refreshed

FORMATS = ("rpz", "adguard", "dnsmasq", "hosts", "unbound", "plain")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("export")
@click.option("--lists", required=True, type=_FOLDER, help="Thư mục danh sách.")
@click.option("--plan", required=True, type=_FILE, help="Kế hoạch lọc (JSON).")
@click.option("--group", required=True, help="Nhóm của kế hoạch.")
@click.option("--format", "form", required=True, type=click.Choice(FORMATS))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--at", type=click.DateTime(), help="Thời điểm (UTC) mà quy tắc có hiệu lực.")
def export_rules(
    lists: Path, plan: Path, group: str, form: str, out: Path, at: datetime | None
) -> None:
    """Viết quy tắc của một nhóm theo dạng mà máy chủ DNS khác đọc được."""
    from mangnon.gateway.publish.effective import NoSuchGroup
    from mangnon.gateway.publish.exporting import export
    from mangnon.gateway.publish.refreshing import Refused, read_moment

    now = datetime.now(UTC) if at is None else at.replace(tzinfo=UTC)
    try:
        count, beyond = export(read_moment(lists, plan, now), group, form, out, now)
    except (Refused, NoSuchGroup, OSError) as wrong:
        click.echo(f"Không viết được: {wrong}", err=True)
        sys.exit(2)
    click.echo(f"{out}: {count} dòng.")
    _say_beyond(beyond)


def _say_beyond(beyond: Beyond) -> None:
    if beyond.counts:
        click.echo("Dạng này không nói được:", err=True)
    for reason, count in sorted(beyond.counts.items()):
        names = ", ".join(beyond.examples[reason])
        click.echo(f"  {count} × {reason}{f' (như {names})' if names else ''}", err=True)


@click.command("zones")
@click.option("--config", "path", required=True, type=_FILE)
@click.option("--once", is_flag=True, help="Chỉ viết các vùng mới rồi thoát.")
@click.option("--allow-shrink", is_flag=True, help="Nhận cả khi số tên giảm quá nửa.")
@click.option("--json", "as_json", is_flag=True, help="Với --once: mỗi vùng một dòng JSON.")
def zones(path: Path, once: bool, allow_shrink: bool, as_json: bool) -> None:
    """Phát hành quy tắc của từng nhóm thành vùng RPZ (AXFR, IXFR, NOTIFY, TSIG)."""
    from mangnon.gateway.publish.config import BadZones, read_zones
    from mangnon.gateway.publish.refreshing import Refused

    try:
        config = read_zones(path)
        if once:
            _once(config, allow_shrink=allow_shrink, as_json=as_json)
        else:
            _serve(config, path)
    except (BadZones, Refused, OSError) as wrong:
        click.echo(f"Không phát hành được: {wrong}", err=True)
        sys.exit(78)  # EX_CONFIG


def _once(config: Zones, *, allow_shrink: bool, as_json: bool) -> None:
    from mangnon.gateway.publish.refreshing import refresh

    def say(done: Refreshed) -> None:
        if as_json:
            click.echo(json.dumps(done.as_dict(), ensure_ascii=False))
            return
        what = "mới" if done.written.changed else "không đổi"
        click.echo(f"{done.name} bản {done.written.serial}: {done.written.records} dòng, {what}.")
        _say_beyond(done.beyond)

    refresh(config, datetime.now(UTC), allow_shrink=allow_shrink, say=say)


def _serve(config: Zones, path: Path) -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    asyncio.run(_until_told(config, path))


async def _until_told(config: Zones, path: Path) -> None:
    """Serve until SIGTERM or SIGINT."""
    from mangnon.gateway.publish.server import Server

    serving = asyncio.ensure_future(Server(config, path).run())
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        return


@click.command("line")
@click.argument("place", metavar="TỆP:DÒNG")
@click.option("--lists", required=True, type=_FOLDER, help="Thư mục danh sách.")
def line(place: str, lists: Path) -> None:
    """Một dòng của danh sách thành luật gì, hoặc vì sao bị bỏ."""
    from mangnon.gateway.lists.catalogue import BadCatalogue
    from mangnon.gateway.publish.lines import NoSuchLine, line_of

    try:
        found = line_of(lists, place)
    except (NoSuchLine, BadCatalogue, OSError) as wrong:
        click.echo(f"Không trả lời được: {wrong}", err=True)
        sys.exit(2)
    click.echo(f"{found.text}\n{found.words}")


@click.command("falseblocks")
@click.argument("lists", type=_FOLDER)
@click.option("--bundle", required=True, type=_FOLDER, help="Gói đã tạo từ các danh sách ấy.")
@click.option("--plan", type=_FILE, help="Kế hoạch lọc; không nêu: bảng mặc định.")
@click.option("--json", "as_json", is_flag=True, help="In JSON.")
def falseblocks(lists: Path, bundle: Path, plan: Path | None, as_json: bool) -> None:
    """Đếm tên lành bị chặn nhầm theo từng nhóm, và nêu các tên ấy."""
    from mangnon.gateway.engine.index import BadIndex, Index
    from mangnon.gateway.engine.plan import BadPlan, Plan
    from mangnon.gateway.lists.catalogue import BadCatalogue
    from mangnon.gateway.policies import default_plan
    from mangnon.gateway.publish.false_blocks import false_blocks, tables

    try:
        wanted = Plan.from_json(plan.read_text(encoding="utf-8")) if plan else default_plan()
        found = false_blocks(lists, Index(bundle / "index.bin"), wanted, datetime.now(UTC))
    except (BadIndex, BadPlan, BadCatalogue, OSError, UnicodeDecodeError) as wrong:
        click.echo(f"Không đếm được: {wrong}", err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps(found.as_dict(), ensure_ascii=False))
        return
    for table in tables(found):
        Console().print(table)
        click.echo()


COMMANDS = (export_rules, zones, line, falseblocks)
