"""`mangnon check` and `mangnon settings`."""

from __future__ import annotations

import sys

import click

from mangnon.kit.env import reference
from mangnon.project import environment as env


@click.command()
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON cho chương trình khác.")
def check(as_json: bool) -> None:
    """Nói rõ cài đặt này đang thiếu hoặc sai gì."""
    import json

    from mangnon.base.loading import load

    load()
    from mangnon.base.health.api import run_checks

    findings = run_checks()
    if as_json:
        click.echo(json.dumps([vars_of(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            mark = "✓" if finding.ok else "✗"
            click.echo(f"{mark} {finding.words}" + ("" if finding.ok else f" → {finding.mend}"))
    sys.exit(0 if all(finding.ok for finding in findings) else 1)


def vars_of(finding: object) -> dict[str, object]:
    return {name: getattr(finding, name) for name in ("ok", "words", "mend")}


@click.command()
def settings() -> None:
    """In trang tra cứu mọi biến cấu hình (Markdown)."""
    click.echo("# Biến cấu hình\n\n<!-- Sinh ra bằng: mangnon settings -->\n")
    click.echo(reference(env.ALL), nl=False)
