"""`mangnon letter read FILE`: what a letter says, as a table for people or as JSON for programs."""

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from mangnon.directives.letters import NotALetter, Reading, Refusal, TooLarge, read_letter
from mangnon.directives.letters.sources import MOST_BYTES

REFUSED = 2  # exit status


@click.group(name="letter")
def letter() -> None:
    """Đọc công văn."""


@letter.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In ra JSON thay cho bảng.")
def read(file: Path, as_json: bool) -> None:
    """Đọc một công văn (DOCX, PDF, ảnh quét, văn bản) và in ra những gì hiểu được.

    Mã thoát là 2, kèm một câu giải thích, khi tệp không phải là công văn hoặc không đọc được.
    """
    try:
        reading = read_letter(_content(file), name=file.name)
    except Refusal as refusal:
        if as_json and isinstance(refusal, NotALetter) and refusal.reading:
            _print_json(refusal.reading)
        click.echo(str(refusal), err=True)
        sys.exit(REFUSED)
    if as_json:
        _print_json(reading)
    else:
        _print_table(reading)


def _content(file: Path) -> bytes:
    if file.stat().st_size > MOST_BYTES:
        raise TooLarge(
            f"Tệp lớn quá {MOST_BYTES // 1_000_000} MB. Hãy gửi riêng công văn, không kèm phụ lục"
            f" nặng."
        )
    return file.read_bytes()


def _print_json(reading: Reading) -> None:
    click.echo(json.dumps(reading.as_dict(), ensure_ascii=False, indent=2))


def _print_table(reading: Reading) -> None:
    table = Table(show_header=False, show_lines=True)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for label, value in _rows(reading):
        table.add_row(label, value or "—")
    console = Console()
    console.print(table)
    for warning in reading.warnings:
        console.print(f"! {warning}", markup=False, style="yellow")


def _rows(reading: Reading) -> list[tuple[str, str]]:
    letter = reading.letter
    day, month, year = (
        part or "…" for part in (letter.date.day, letter.date.month, letter.date.year)
    )
    signer = (letter.signer.authority, letter.signer.position, letter.signer.name)
    return [
        ("Loại", letter.type),
        ("Cơ quan ban hành", letter.issuer or ""),
        ("Cơ quan chủ quản", letter.parent or ""),
        ("Số, ký hiệu", f"{letter.number or '…'}{letter.symbol or ''}"),
        ("Nơi, ngày", f"{letter.place or '…'}, ngày {day} tháng {month} năm {year}"),
        ("Độ khẩn", letter.urgency or ""),
        ("Trích yếu", letter.subject or ""),
        ("Kính gửi", "\n".join(letter.addressees)),
        ("Căn cứ", "\n".join(_ground(*each) for each in _grounds(reading))),
        ("Nội dung", "\n\n".join(f"[{each.number}] {each.text}" for each in letter.clauses)),
        ("Thời hạn", letter.deadline or ""),
        ("Định kỳ", letter.recurring or ""),
        ("Người ký", "\n".join(filter(None, signer))),
        ("Nơi nhận", "\n".join(letter.copies)),
    ]


def _grounds(reading: Reading) -> list[tuple[str, str | None, str | None]]:
    return [(each.notation, each.date, each.issuer) for each in reading.letter.grounds]


def _ground(notation: str, date: str | None, issuer: str | None) -> str:
    return ", ".join(filter(None, (notation, date, issuer)))
