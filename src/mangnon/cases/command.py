"""`mangnon cases …`: how a case moves, as a drawing and as a page."""

from __future__ import annotations

from pathlib import Path

import click
import django


@click.group()
def cases() -> None:
    """Vụ việc trẻ em cần bảo vệ."""


@cases.command("machine")
@click.option("--diagram", "form", flag_value="diagram", default="diagram", help="Bản vẽ SVG.")
@click.option("--markdown", "form", flag_value="markdown", help="Trang tài liệu Markdown.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Ghi ra tệp này.")
def machine(form: str, out: Path | None) -> None:
    """Các bước của một vụ việc, lấy từ chính bảng mà chương trình dùng."""
    django.setup()
    from mangnon.cases.describing import diagram, page

    made = page() if form == "markdown" else f"{diagram()}\n"
    if out is None:
        click.echo(made, nl=False)
        return
    out.write_text(made, encoding="utf-8")
    click.echo(f"Đã ghi {out}")
