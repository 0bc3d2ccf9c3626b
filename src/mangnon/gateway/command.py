"""`mangnon gateway …`: build a bundle of lists, explain a name."""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import click
from rich.console import Console
from rich.table import Table

from mangnon.gateway.authority_command import ca
from mangnon.gateway.building import BundleRefused
from mangnon.gateway.compiling import Account, compile_folder, gathered_from
from mangnon.gateway.engine.index import BadIndex
from mangnon.gateway.engine.names import BadName
from mangnon.gateway.engine.plan import BadPlan
from mangnon.gateway.explained import Known, as_json_text, as_text
from mangnon.gateway.fleet_command import COMMANDS as FLEET
from mangnon.gateway.lists.catalogue import BadCatalogue, catalogue_of
from mangnon.gateway.policies import GROUPS, UnknownGroup
from mangnon.gateway.publish.command import COMMANDS as PUBLISHING
from mangnon.gateway.serve.config import BadConfig, read_config
from mangnon.gateway.serve.keeper import Keeper
from mangnon.gateway.serve.site import BadSite, read_site
from mangnon.gateway.training import Gathered, TooFew, learns_from, trained


@click.group()
def gateway() -> None:
    """Bộ lọc theo lứa tuổi: danh sách và lời giải thích."""


gateway.add_command(ca)


@gateway.command("compile")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--out", "bundle", required=True, type=click.Path(path_type=Path))
@click.option("--allow-shrink", is_flag=True, help="Nhận cả khi số tên giảm quá nửa.")
@click.option("--json", "as_json", is_flag=True, help="In JSON, mỗi danh sách một dòng.")
def compile_lists(folder: Path, bundle: Path, allow_shrink: bool, as_json: bool) -> None:
    """Gộp mọi danh sách của một thư mục vào một gói cho bộ lọc."""
    try:
        accounts = compile_folder(folder, bundle, allow_shrink=allow_shrink)
    except (BadCatalogue, BundleRefused) as wrong:
        click.echo(f"Không tạo được gói: {wrong}", err=True)
        sys.exit(2)
    if as_json:
        for account in accounts:
            click.echo(json.dumps(account.as_dict(), ensure_ascii=False))
        return
    _print(accounts)


def _print(accounts: list[Account]) -> None:
    table = Table("Tệp", "Định dạng", "Nhóm", "Quy tắc", "Dòng bị bỏ, theo lý do", box=None)
    for account in accounts:
        reasons = "; ".join(f"{why}: {count}" for why, count in account.tally.rejected.items())
        listed = account.listed
        table.add_row(listed.file, listed.form, listed.category, str(account.tally.rules), reasons)
    Console().print(table)


@gateway.command()
@click.option("--lists", "folder", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path))
def train(folder: Path, out: Path) -> None:
    """Tạo mô hình tên miền lạ từ các danh sách, in kết quả trên những tên chưa thấy."""
    gathered = Gathered()
    try:
        lists = [each for each in catalogue_of(folder) if learns_from(each.category, each.use)]
        gathered_from(folder, lists, gathered)
        raw, reports = trained(gathered)
    except (BadCatalogue, TooFew) as wrong:
        click.echo(f"Không tạo được mô hình: {wrong}", err=True)
        sys.exit(2)
    out.write_bytes(raw)
    for report in reports:
        click.echo(json.dumps(asdict(report), ensure_ascii=False))


@gateway.command()
@click.argument("name")
@click.option("--group", required=True, help=f"Nhóm: {', '.join(GROUPS)}, hoặc nhóm của kế hoạch.")
@click.option("--config", type=click.Path(exists=True, path_type=Path), help="Bộ lọc đang chạy.")
@click.option("--bundle", type=click.Path(exists=True, path_type=Path))
@click.option("--plan", type=click.Path(exists=True, path_type=Path), help="Thiếu: bảng mặc định.")
@click.option("--qtype", default="A", help="Loại bản ghi được hỏi.")
@click.option("--json", "as_json", is_flag=True)
def explain(
    name: str,
    group: str,
    config: Path | None,
    bundle: Path | None,
    plan: Path | None,
    qtype: str,
    as_json: bool,
) -> None:
    """Vì sao một tên bị chặn hay mở với một nhóm, theo dòng nào của danh sách nào."""
    if (config is None) == (bundle is None):
        raise click.UsageError("cần --config hoặc --bundle")
    try:
        known = Known.of_config(config) if config else Known.of_bundle(cast(Path, bundle), plan)
        said = known.explain(name, group, datetime.now(UTC), qtype=qtype.upper())
    except (BadName, BadIndex, BadPlan, BadSite, BadConfig, UnknownGroup, OSError) as wrong:
        click.echo(f"Không trả lời được: {wrong}", err=True)
        sys.exit(2)
    click.echo(as_json_text(said) if as_json else as_text(said))


@gateway.command()
@click.option("--config", "path", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Chỉ kiểm tra cấu hình, gói và kế hoạch rồi thoát.")
def serve(path: Path, check: bool) -> None:
    """Chạy bộ lọc của trường theo một tệp cấu hình."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        config = read_config(path)
        if check:
            site = read_site(config.bundle, config.plan)
            click.echo(f"Tốt: {site.index.names} tên, {len(site.plan.groups)} nhóm.")
            return
        Keeper(config).run()
    except (BadConfig, BadSite) as wrong:
        click.echo(f"Không chạy được: {wrong}", err=True)
        sys.exit(78)  # EX_CONFIG


for _each in (*PUBLISHING, *FLEET):
    gateway.add_command(_each)
