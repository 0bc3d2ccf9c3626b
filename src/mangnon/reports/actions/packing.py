"""Files of a report as they go into a package for the police, and what happens when it came there.

What the police alone may open goes along as it lies here: sealed. Nobody else opens it on the way.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from mangnon.base.files.api import drop_sealed, open_blob
from mangnon.kit.crypto import NotOpened
from mangnon.reports import keys
from mangnon.reports.actions.evidence import contents_of, ending_of, place_of, take, write_down
from mangnon.reports.actions.messages import report_key
from mangnon.reports.choices import Custody, EvidenceState
from mangnon.reports.evidence import arrived
from mangnon.reports.models import Barred, Evidence, Report
from mangnon.reports.refusals import Refusal
from mangnon.units.api import Person, Unit


@dataclass(frozen=True)
class Given:
    """A file for a package. `raw` is the original, or what is sealed when `seal` says to whom."""

    one: Evidence
    raw: bytes = field(repr=False)
    name: str
    seal: dict[str, str] = field(default_factory=dict)


def files_to_give(*, reader: keys.Reader, report: Report) -> tuple[list[Given], list[str]]:
    """The files of a report that this reader can hand on, and why the others stay behind.

    Raises NotAllowed for whoever is barred.
    """
    given, left = [], []
    for one in report.evidence.select_related("report", "unit_key__unit"):
        if one.state == EvidenceState.DESTROYED:
            left.append(f"Tệp {one.number}: đã hủy sau khi bàn giao trước đây.")
            continue
        if one.is_infected and not one.unit_key_id:
            left.append(f"Tệp {one.number}: có mã độc, đã cách ly; chuyển riêng cho công an.")
            continue
        try:
            given.append(_sealed(one) if one.unit_key_id else _opened(reader, one))
        except NotOpened:
            left.append(f"Tệp {one.number}: đơn vị giao không giữ khóa, nơi tiếp nhận tin giữ.")
    return given, left


def _opened(reader: keys.Reader, one: Evidence) -> Given:
    raw = contents_of(reader, one)
    return Given(one, raw, f"{one.number}.{ending_of(one)}")


def _sealed(one: Evidence) -> Given:
    """To be opened with the key of the police unit alone: `key` is wrapped to it (X25519)."""
    with open_blob(one.original) as blob:
        raw = blob.read()
    seal = {
        "to": str(one.unit_key.unit) if one.unit_key else "",
        "key": base64.b64encode(bytes(one.wrapped_key)).decode(),
        "place": place_of(one, "original"),
        "original_sha256": one.sha256,
    }
    return Given(one, raw, f"{one.number}.niem-phong", seal)


@transaction.atomic
def note_given(files: Iterable[Given], *, by: Person, to: str, why: str) -> None:
    """Each was put into a package: before a byte of it leaves."""
    for file in files:
        write_down(file.one, Custody.EXPORTED, by, to=to, why=why)


def not_yet_opened(report: Report, unit: Unit) -> list[Evidence]:
    """What is sealed to that unit of the police alone, and nobody there has taken out yet."""
    waiting = report.evidence.filter(unit_key__unit=unit, state=EvidenceState.POLICE_ONLY)
    return [one for one in waiting if not _taken_out(one, unit)]


def _taken_out(one: Evidence, unit: Unit) -> bool:
    """By somebody of the unit: the only ones who could open it."""
    people = one.custody.filter(what=Custody.EXPORTED, to="").exclude(by=None)
    return people.filter(by__grants__unit=unit).exists()


@transaction.atomic
def note_received(
    report: Report,
    hashes: Iterable[str],
    *,
    giver: Person | None,
    by: Person,
    unit: Unit,
    why: str,
    held: bool = False,
) -> int:
    """The police has the files with these SHA-256 of the originals. What it alone could open is
    destroyed here, unless the law holds it (`held`: the case of it); says how many files were.

    Raises Refusal while such a file was not taken out by the police: it would be lost.
    """
    if waiting := not_yet_opened(report, unit):
        names = ", ".join(str(one.number) for one in waiting)
        raise Refusal(f"Hãy tải bản gốc của tệp chỉ công an mở được trước: tệp {names}.")
    destroyed, to = 0, f"{by.full_name}, {unit.name}"
    for one in report.evidence.select_for_update().filter(sha256__in=list(hashes)):
        if one.state == EvidenceState.DESTROYED:
            continue
        own = one.state == EvidenceState.POLICE_ONLY
        mine = own and one.unit_key is not None and one.unit_key.unit_id == unit.pk
        one.state = EvidenceState.HANDED_OVER
        one.save(update_fields=["state"])
        write_down(one, Custody.HANDED_OVER, giver, to=to, why=why, told_by=by)
        if mine and not (held or report.held):
            _destroy(one, by, why)
            destroyed += 1
    return destroyed


def _destroy(one: Evidence, by: Person, why: str) -> None:
    drop_sealed(one.original)
    one.original, one.wrapped_key, one.state = "", b"", EvidenceState.DESTROYED
    one.save(update_fields=["original", "wrapped_key", "state"])
    write_down(one, Custody.DESTROYED, by, why=why)


def keep_files(report: Report, files: Iterable[bytes], *, reader: keys.Reader) -> int:
    """Files that came with a case from another province, looked at like all others.

    Raises FileRefused, NotAllowed, NotOpened.
    """
    key = report_key(reader, report)
    kept = [take(report=report, key=key, file=arrived(raw, ""), by=reader.person) for raw in files]
    return len(kept)


def bar_units(report: Report, codes: Iterable[str], *, why: str) -> None:
    """Units of this installation that must not see a report that another one sent."""
    for unit in Unit.objects.filter(code__in=list(codes)):
        Barred.objects.get_or_create(report=report, unit=unit, defaults={"why": why[:300]})
