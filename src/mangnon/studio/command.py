"""`mangnon studio make SOURCE_OR_MAP --out DIR`: every product of one source, without a person."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click
from rich.console import Console

from mangnon.directives.letters import Refusal
from mangnon.kit.hotlines import hotlines
from mangnon.studio.genre import Brief, Genre, Maker
from mangnon.studio.genres import genres
from mangnon.studio.making import Refused, make, write, write_manifest
from mangnon.studio.maps import from_json, from_toml
from mangnon.studio.model import Audience, MessageMap
from mangnon.studio.priorities import NORMAL, priorities
from mangnon.studio.proposing import propose
from mangnon.studio.reading import read_document
from mangnon.studio.refusals import CannotMake
from mangnon.studio.shop import Shop
from mangnon.studio.themes import theme_for, themes

REFUSED = 2  # exit status: nothing could be made
PARTLY = 1  # exit status: some genres were refused


@click.group(name="studio")
def studio() -> None:
    """Làm sản phẩm truyền thông."""


@studio.command(name="make")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục nhận sản phẩm.",
)
@click.option(
    "--genres",
    "named",
    default="",
    help="Các thể loại, cách nhau bằng dấu phẩy; không ghi là tất cả.",
)
@click.option(
    "--theme",
    type=click.Choice([one.value for one in Audience]),
    help="Diện mạo; không ghi là theo đối tượng.",
)
@click.option(
    "--audience",
    type=click.Choice([one.value for one in Audience]),
    help="Đối tượng của sơ đồ được đề xuất.",
)
@click.option("--unit", default="", help="Tên đơn vị ghi trên sản phẩm.")
@click.option(
    "--date",
    "made_on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Ngày ghi trên sản phẩm; không ghi là hôm nay.",
)
@click.option(
    "--priority",
    type=click.Choice([*priorities()]),
    default=NORMAL,
    help="Mức ưu tiên của bài phát thanh.",
)
@click.option(
    "--air-until",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Ngày cuối phát trên loa; không ghi là 30 ngày kể từ ngày làm.",
)
@click.option("--report-address", default="", help="Địa chỉ trang gửi lời nhắn, thành mã QR.")
@click.option("--source-address", default="", help="Địa chỉ tài liệu nguồn, thành mã QR.")
@click.option(
    "--voices",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Thư mục giọng đọc thu sẵn: <mã cảnh>.wav, lời đã thu ở <mã cảnh>.txt",
)
@click.option(
    "--voice-model",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Mô hình giọng Piper.",
)
@click.option(
    "--lines",
    type=click.Choice(["720", "1080"]),
    default="720",
    help="Độ nét của video.",
)
@click.option(
    "--store",
    type=click.Path(file_okay=False, path_type=Path),
    help="Kho mảnh đã dựng, để lần sau dựng nhanh.",
)
def make_command(
    file: Path,
    out: Path,
    named: str,
    theme: str | None,
    audience: str | None,
    unit: str,
    made_on: object,
    priority: str,
    air_until: datetime | None,
    report_address: str,
    source_address: str,
    voices: Path | None,
    voice_model: Path | None,
    lines: str,
    store: Path | None,
) -> None:
    """Làm sản phẩm từ một tài liệu (DOCX, PDF, ảnh quét, HTML, văn bản) hay một sơ đồ thông điệp.

    Mã thoát: 0 khi đủ cả, 1 khi có thể loại không làm được, 2 khi không làm được gì.
    """
    console = Console(stderr=True)
    day = getattr(made_on, "date", date.today)()
    try:
        chosen = _genres(named)
        plan = _plan(file, Audience(audience) if audience else None, day)
        brief = Brief(
            plan=plan,
            theme=themes()[theme] if theme else theme_for(plan.audience),
            lines=hotlines(),
            maker=Maker(unit),
            report_address=report_address,
            source_address=source_address or plan.source.address,
            priority=priority,
            air_until=air_until.date() if air_until else None,
        )
        with console.status("Đang đọc…") as status:
            shop = Shop(
                store, voices, voice_model, int(lines), tell=lambda said: status.update(f"{said}…")
            )
            made = []
            for one in make(brief, chosen, shop):
                made.append(one)
                if isinstance(one, Refused):
                    console.print(f"✗ {one.genre.words}: {one.why}", markup=False, style="yellow")
                else:
                    for path in write(one, out):
                        click.echo(path)
            click.echo(write_manifest(brief, made, out))
    except (CannotMake, Refusal) as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(REFUSED)
    if any(isinstance(one, Refused) for one in made):
        sys.exit(PARTLY)


@studio.command(name="propose")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--audience",
    type=click.Choice([one.value for one in Audience]),
    default="can-bo",
    help="Đối tượng.",
)
def propose_command(file: Path, audience: str) -> None:
    """In ra sơ đồ thông điệp đề xuất, dạng JSON, để sửa rồi đưa vào `make`."""
    import json

    from mangnon.studio.maps import as_values

    try:
        plan = _plan(file, Audience(audience), date.today())  # noqa: DTZ011
    except (CannotMake, Refusal) as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(REFUSED)
    click.echo(json.dumps(as_values(plan), ensure_ascii=False, indent=2))


@studio.command(name="genres")
def list_genres() -> None:
    """Các thể loại và tệp của mỗi thể loại."""
    for genre in genres().values():
        click.echo(f"{genre.name}\t{genre.words}\t{' '.join(genre.files)}")


def _genres(named: str) -> list[Genre]:
    known = genres()
    names = [name.strip() for name in named.split(",") if name.strip()] or list(known)
    for name in names:
        if name not in known:
            raise CannotMake(f"Không có thể loại “{name}”. Các thể loại: {', '.join(known)}.")
    return [known[name] for name in names]


def _plan(file: Path, audience: Audience | None, day: date) -> MessageMap:
    """A map file as it is, for another audience when said; of anything else, the proposed map."""
    readers = {".toml": from_toml, ".json": from_json}
    if reader := readers.get(file.suffix.lower()):
        try:
            plan = reader(file.read_text(encoding="utf-8"))
        except UnicodeDecodeError as wrong:
            raise CannotMake("Tệp sơ đồ thông điệp phải viết bằng UTF-8.") from wrong
        return replace(plan, audience=audience) if audience else plan
    document = read_document(file.read_bytes(), name=file.name)
    return propose(document, audience=audience or Audience.OFFICIALS, made_on=day)
