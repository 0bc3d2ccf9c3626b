"""What goes into a package: the words that its maker may read and its receiver needs, as files.

Who reported is never among them: two people decide that (`identity`). Notes stay inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mangnon.base.audit.api import rows_about
from mangnon.base.walls import for_the_system
from mangnon.cases.actions.decisions import contents, name_of
from mangnon.cases.actions.opened import Opener
from mangnon.cases.machine.deciding import state_words
from mangnon.cases.machine.needs import NEEDS
from mangnon.cases.models import Case, CaseEvent, Paper, SignedDecision
from mangnon.cases.packages import Item
from mangnon.cases.papers import schema, to_pdf
from mangnon.cases.queries.page import EVENT_WORDS, head_of
from mangnon.cases.refusals import IllegalMove
from mangnon.kit import clock
from mangnon.kit.crypto import NotOpened
from mangnon.reports import api as reports
from mangnon.reports.api import REPORTER_FIELDS, Given, Reader

NO_REPORT = "Lời người báo tin: đơn vị giao không giữ khóa của tin báo, nơi tiếp nhận tin giữ."
REPORTER_STAYS = "Người báo tin là ai: chỉ trao khi hai người đồng ý, theo đề nghị riêng."


@dataclass(frozen=True)
class Gathered:
    """`left`: what is not in the package, and why; `files` are the evidence among the items."""

    items: list[Item]
    left: list[str]
    files: list[Given] = field(default_factory=list)


def gathered(case: Case, opener: Opener, reader: Reader) -> Gathered:
    """Everything for the police. Raises reports.NotAllowed for whoever is barred."""
    said, left = words_of_report(case, reader)
    with for_the_system("files of a case go into a package; its maker has a part in the case"):
        files, missing = reports.files_to_give(reader=reader, report=case.report)
    items = [*said, Item("dien-bien.txt", timeline(case, opener), "Diễn biến vụ việc")]
    signed, lost = _decisions(case, opener)
    items += [*_papers(case, opener), *signed, *(_item(one) for one in files)]
    return Gathered(items, [*left, *missing, *lost, REPORTER_STAYS], files)


def words_of_report(case: Case, reader: Reader) -> tuple[list[Item], list[str]]:
    try:
        lines = reports.read_report(reader, case.report).fields
    except NotOpened:
        return [], [NO_REPORT]
    return [Item("tin-bao.txt", report_text(case, lines), "Lời người báo tin")], []


def report_text(case: Case, told: Mapping[str, str]) -> bytes:
    """The report as lines of plain text, without who reported."""
    report = case.report
    head = [
        ("Tin báo", report.number),
        ("Nhận lúc", _moment(report.counted_from)),
        ("Qua", report.get_channel_display()),
        ("Chuyện gì", report.get_kind_display()),
        ("Tuổi của trẻ", report.get_age_band_display()),
    ]
    kept = {name: value for name, value in told.items() if name not in REPORTER_FIELDS}
    return _text([*head, *reports.Contents("", kept).lines])


def timeline(case: Case, opener: Opener) -> bytes:
    """Every event with its words and its place in the chained record of the installation."""
    chain = {row.facts.get("number"): row for row in rows_about(case) if "number" in row.facts}
    lines: list[tuple[str, str]] = []
    for row in case.events.select_related("by", "by_unit", "decision").order_by("number"):
        who = ", ".join(str(one) for one in (row.by, row.by_unit) if one)
        words = EVENT_WORDS.get(row.event, row.event)
        lines.append((f"{row.number}. {_moment(row.at)}", f"{words} ({who})"))
        if row.from_state != row.to_state:
            lines.append(("   Chuyển sang", state_words(row.region, row.to_state)))
        lines += _signed(row)
        said = opener.event(row) or {}
        lines += [(f"   {_label(name)}", str(value)) for name, value in said.items()]
        if link := chain.get(row.number):
            lines.append((f"   Nhật ký số {link.seq}", link.hash))
    return _text(lines)


def _signed(row: CaseEvent) -> list[tuple[str, str]]:
    made: SignedDecision | None = getattr(row, "decision", None)
    if made is None:
        return []
    what = "SHA-256 của tệp đã ký" if made.sha256 else "SHA-256 của kế hoạch"
    return [
        ("   Quyết định số", f"{made}, {made.signer} ký, kế hoạch lần {made.plan_revision}"),
        (f"   {what}", made.sha256 or made.plan_sha256 or made.plan_sealed_sha256),
    ]


def _label(name: str) -> str:
    return NEEDS[name].label if name in NEEDS else name


def _papers(case: Case, opener: Opener) -> Iterator[Item]:
    rows: list[Paper] = list(case.papers.filter(final=True).order_by("form", "revision"))
    for row in rows:
        shown, version = opener.shown(row), row.schema_version
        pdf = to_pdf(row.form, shown, head_of(case.owner, row), version=version)
        title = schema(row.form, version).title
        yield Item(f"mau/mau-{row.form}-lan-{row.revision}.pdf", pdf, f"Mẫu {row.form}: {title}")


def _decisions(case: Case, opener: Opener) -> tuple[list[Item], list[str]]:
    """The signed files as they are, and those that are not any more what was signed."""
    items, lost = [], []
    for made in case.decisions.exclude(held="").select_related("case", "event"):
        try:
            raw = contents(made, opener)
        except IllegalMove as why:
            lost.append(f"Quyết định số {made}: {why}")
            continue
        items.append(Item(f"quyet-dinh/{name_of(made)}", raw, f"Quyết định số {made}, tệp đã ký"))
    return items, lost


def _item(given: Given) -> Item:
    words = f"Tệp {given.one.number} kèm tin báo, bản gốc"
    if given.seal:
        words = f"Tệp {given.one.number} kèm tin báo, niêm phong: chỉ {given.seal['to']} mở được"
    return Item(f"tep/{given.name}", given.raw, words, {"seal": given.seal} if given.seal else {})


def _moment(at: datetime) -> str:
    return f"{clock.local(at):%H:%M %d/%m/%Y}"


def _text(lines: list[tuple[str, str]]) -> bytes:
    return "".join(f"{name}: {value}\n" for name, value in lines).encode()
