"""What an installation needs before it serves: schema, places, demo data, static files."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import click
from django.conf import settings

from mangnon import __version__
from mangnon.base.loading import load
from mangnon.project import environment as env


def prepare(say: Callable[[str], None]) -> None:
    """Bring the installation up to date; quick when nothing changed.

    Raises click.ClickException, with the mend, when a production start is not safe.
    """
    load()
    _migrate(say)
    _load_data(say)
    _collect_static(say)


def _migrate(say: Callable[[str], None]) -> None:
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as wrong:
        raise click.ClickException(
            f"Không nối được cơ sở dữ liệu ({str(wrong).splitlines()[0]}): "
            "kiểm tra DATABASE_URL và máy chủ PostgreSQL."
        ) from None
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Chuẩn bị cơ sở dữ liệu…")
        call_command("migrate", interactive=False, verbosity=0)
    connection.close()


def _load_data(say: Callable[[str], None]) -> None:
    from mangnon.directives import api as directives
    from mangnon.gateway import api as gateway
    from mangnon.library import api as library
    from mangnon.reports import api as reports
    from mangnon.units import api as units

    units.load_places()
    directives.load_holidays()
    gateway.load_catalogue()
    reports.open_desk()
    if settings.DEMO:
        units.seed_demo()
        directives.seed_demo()
        gateway.seed_demo()
        library.seed_demo()
        reports.seed_demo_keys()
        return
    leftovers = units.demo_leftovers()
    if leftovers:
        raise click.ClickException(
            f"Có {leftovers} tài khoản trình diễn trong cơ sở dữ liệu này: "
            "dùng thư mục dữ liệu mới (MANGNON_DATA) cho hệ thống thật."
        )


def _collect_static(say: Callable[[str], None]) -> None:
    """Gather static files when one is newer than the last gathering."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    from mangnon.portal.management.commands.maintenance_page import lay_down

    root = Path(settings.STATIC_ROOT)
    stamp = root / ".gathered"
    newest = max(
        (
            Path(storage.path(name)).stat().st_mtime
            for finder in get_finders()
            for name, storage in finder.list([])
        ),
        default=0.0,
    )
    mark = f"{__version__} {newest}"
    if stamp.exists() and stamp.read_text(encoding="utf-8") == mark:
        lay_down(root)
        return
    say("Gom tệp tĩnh…")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True, stdout=io.StringIO())
    lay_down(root)
    stamp.write_text(mark, encoding="utf-8")


def filter_config() -> Path:
    """The config of a demo school's filter, which comes in to this platform by a code."""
    from mangnon.gateway.api import demo_filter

    return demo_filter(
        Path(settings.DATA_DIR) / "bo-loc-trinh-dien",
        url=f"http://{settings.HOST}:{settings.PORT}",
        port=env.environment.get(env.DNS_PORT),
        page_port=env.environment.get(env.DNS_HTTP_PORT),
    )


def greeting() -> str:
    """The addresses and, in a demo, the logins and a question for the filter."""
    lines = ["", f"  Măng Non {__version__} đang chạy: {settings.PUBLIC_URL}", ""]
    if settings.DEMO:
        port = env.environment.get(env.DNS_PORT)
        lines += [
            *_logins(),
            "",
            f"  Bộ lọc trình diễn ở cổng {port}; hỏi như một học sinh tiểu học, rồi như giáo viên:",
            f"    dig @127.0.0.1 -p {port} -b 127.0.1.5 tro-choi.example",
            f"    dig @127.0.0.1 -p {port} -b 127.0.9.5 tro-choi.example",
            "",
        ]
    lines.append("  Ctrl-C để dừng.")
    return "\n".join(lines)


def _logins() -> list[str]:
    from mangnon.units import api as units

    logins = units.demo_logins()
    width = max((len(login.email) for login in logins), default=0)
    return [
        f"  Tài khoản trình diễn (mật khẩu chung: {units.DEMO_PASSWORD})",
        *(f"    {login.email:<{width}}  {login.role}, {login.unit}" for login in logins),
    ]
