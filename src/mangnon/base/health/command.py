"""`mangnon backup FILE` and `mangnon restore FILE`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from mangnon.base.loading import load
from mangnon.kit import clock

_PASSPHRASE_FILE = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tệp chứa mật khẩu của bản sao lưu.",
)


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--encrypt", is_flag=True, help="Hỏi mật khẩu và mã hóa bản sao lưu.")
@_PASSPHRASE_FILE
@click.option("--force", is_flag=True, help="Ghi đè khi tệp đã có.")
def backup(file: Path, encrypt: bool, passphrase_file: Path | None, force: bool) -> None:
    """Sao lưu toàn bộ dữ liệu vào một tệp, trong khi hệ thống vẫn chạy."""
    if file.exists() and not force:
        raise click.ClickException(f"{file} đã có. Chọn tên khác hoặc thêm --force.")
    if not file.absolute().parent.is_dir():
        raise click.ClickException(f"Không có thư mục {file.absolute().parent}.")
    load()
    from mangnon.base.health.backup import make_backup
    from mangnon.base.health.dumps import DumpRefused

    passphrase = _passphrase(passphrase_file, ask=encrypt, twice=True)
    try:
        manifest = make_backup(file.absolute(), passphrase=passphrase, say=click.echo)
    except DumpRefused as refused:
        raise click.ClickException(str(refused)) from None
    size_mb = file.stat().st_size / 2**20
    click.echo(f"Đã sao lưu {len(manifest.parts)} phần vào {file} ({size_mb:.1f} MB).")
    if not passphrase:
        click.echo("Bản sao lưu không có mật khẩu: giữ ở nơi an toàn, hoặc thêm --encrypt.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_PASSPHRASE_FILE
@click.option(
    "--force", is_flag=True, help="Thay dữ liệu đang có (bản cũ được đổi tên, không xóa)."
)
def restore(file: Path, passphrase_file: Path | None, force: bool) -> None:
    """Khôi phục từ bản sao lưu; mã thoát 1 khi dữ liệu khôi phục không nguyên vẹn."""
    load()
    from mangnon.base.health.dumps import DumpRefused
    from mangnon.base.health.restore import RestoreRefused, restore_backup, sealed

    passphrase = _passphrase(passphrase_file, ask=sealed(file), twice=False)
    try:
        done = restore_backup(file, passphrase=passphrase, force=force, say=click.echo)
    except (RestoreRefused, DumpRefused) as refused:
        raise click.ClickException(str(refused)) from None
    click.echo(f"Đã khôi phục {done.parts} phần của bản sao lưu lúc {_moment(done.made_at)}.")
    for each in done.breaks or ():
        click.echo(f"- {each.words}")
    if done.breaks is None:
        click.echo("Bản sao lưu của phiên bản cũ: chạy `mangnon up`, rồi `mangnon audit verify`.")
    if done.missing:
        click.echo(f"- Thiếu nội dung của {done.missing} tệp.")
    sys.exit(0 if done.ok or done.breaks is None else 1)


def _moment(iso: str) -> str:
    return f"{clock.local(datetime.fromisoformat(iso)):%H:%M ngày %d/%m/%Y}"


def _passphrase(file: Path | None, *, ask: bool, twice: bool) -> str:
    if file is not None:
        if not (said := file.read_text(encoding="utf-8").strip()):
            raise click.ClickException(f"{file} trống: ghi mật khẩu vào tệp này.")
        return said
    if not ask:
        return ""
    return str(click.prompt("Mật khẩu của bản sao lưu", hide_input=True, confirmation_prompt=twice))
