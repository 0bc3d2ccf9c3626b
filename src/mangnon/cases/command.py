"""`mangnon cases …`: how a case moves, as a drawing and as a page; a package opened and checked;
what was signed looked at again."""

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


@cases.command("api")
def api() -> None:
    """Trang tài liệu của API vụ việc, lấy từ chính bảng mà API dùng."""
    django.setup()
    from mangnon.cases.describing_programs import page

    click.echo(page(), nl=False)


@cases.command("open-package")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Ghi tệp ra đây.")
def open_package(file: Path, out: Path | None) -> None:
    """Kiểm mã băm của một gói hồ sơ và mở ra. Tệp .age: nhập mật khẩu khi được hỏi.

    Mã kết thúc: 0 đúng; 1 sai mật khẩu hoặc không gửi cho nơi này; 3 có tệp không khớp mã băm hoặc
    chữ ký; 4 không phải gói hồ sơ; 5 không ghi ra được.
    """
    from mangnon.cases.packages.opening import OpenedFile, Refused, exit_code, opened_file, written

    try:
        found: OpenedFile = opened_file(file.read_bytes(), _passphrase)
        click.echo(found.told)
        if out is not None:
            click.echo(f"Đã ghi {written(found, out)} tệp vào {out}")
    except Refused as why:
        click.echo(str(why), err=True)
        raise SystemExit(exit_code(why)) from None
    except OSError as why:
        click.echo(f"Không ghi được: {why.strerror}", err=True)
        raise SystemExit(5) from None


@cases.command("verify")
def verify() -> None:
    """Kiểm mọi quyết định đã ký: tệp, kế hoạch được duyệt, dòng nhật ký. Mã 1 khi có điều khác."""
    django.setup()
    from mangnon.cases.actions.decisions import look_at_decisions

    found = look_at_decisions()
    for one in found.faults:
        click.echo(f"- {one.case}, quyết định {one.number}: {one.words}")
    right = "còn nguyên" if not found.faults else "KHÔNG còn nguyên"
    click.echo(f"{found.decisions} quyết định, {found.files} tệp đã ký: {right}.")
    raise SystemExit(1 if found.faults else 0)


def _passphrase() -> str:
    return str(click.prompt("Mật khẩu đọc qua điện thoại", hide_input=True))
