"""`mangnon audit verify` and `mangnon audit anchor`."""

from __future__ import annotations

import json
import sys

import click

from mangnon.base.loading import load


class Head(click.ParamType[tuple[int, str]]):
    """`SEQ:HASH` as `mangnon audit anchor` prints it."""

    name = "SEQ:HASH"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, str]:
        place, _, digest = str(value).partition(":")
        if not place.isdigit() or len(digest) != 64:
            self.fail("ghi như `mangnon audit anchor` đã in ra", param, ctx)
        return int(place), digest


@click.group()
def audit() -> None:
    """Nhật ký không sửa được: kiểm tra và neo."""
    load()


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="In một dòng JSON.")
@click.option("--head", "kept", type=Head(), help="Điểm cuối đã chép lại ở nơi khác.")
def verify(as_json: bool, kept: tuple[int, str] | None) -> None:
    """Kiểm tra toàn bộ nhật ký; mã thoát 1 khi có bản ghi bị sửa hoặc mất."""
    from django.db import DatabaseError

    from mangnon.base.audit.api import judge

    try:
        verdict = judge(kept=kept)
    except DatabaseError as wrong:
        raise click.ClickException(f"Không đọc được nhật ký: {wrong}".rstrip()) from None
    if as_json:
        found = {
            "ok": verdict.ok,
            "rows": verdict.rows,
            "head": {"seq": verdict.seq, "hash": verdict.hash},
            "breaks": [each.as_dict() for each in verdict.breaks],
        }
        click.echo(json.dumps(found, ensure_ascii=False))
    elif verdict.ok:
        click.echo(f"Nhật ký nguyên vẹn: {verdict.rows} bản ghi, điểm cuối {verdict.hash[:16]}…")
    else:
        click.echo("Nhật ký KHÔNG nguyên vẹn:")
        for each in verdict.breaks:
            click.echo(f"- {each.words}")
    sys.exit(0 if verdict.ok else 1)


@audit.command()
def anchor() -> None:
    """Ghi dấu neo và in điểm cuối để chép lại ở nơi khác."""
    from mangnon.base.audit.api import write_anchor

    made = write_anchor()
    click.echo(f"{made.seq}:{made.hash}" if made else "Nhật ký còn trống.")
