"""Handing a case over to the police: a package made, opened by them, received with its hashes.

Rendering and locking take a second or two, so they come before the transaction; what was read is
still so when it is written, for the number of the last event is asked again under the lock. Not a
byte leaves before the package, its custody and its audit rows are kept.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.files.api import drop_sealed, open_blob, store_sealed
from mangnon.base.notices.api import tell_many
from mangnon.base.walls import for_the_system
from mangnon.cases.actions.beside import note_event, was_done
from mangnon.cases.actions.gathering import Gathered, gathered
from mangnon.cases.actions.moving import locked_case
from mangnon.cases.actions.opened import open_words
from mangnon.cases.actions.signing import signed_here
from mangnon.cases.actions.telling import audience, message
from mangnon.cases.choices import PackageKind, PackageState, Part
from mangnon.cases.models import Case, Package
from mangnon.cases.packages import locked_to, locked_with, opened_by, pack, record_pdf, unpack
from mangnon.cases.perms import READS, can_hand_over, classes_readable, parts_of
from mangnon.cases.queries.handing import police_asked
from mangnon.cases.refusals import Conflict, IllegalMove, Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.kit.shamir import ALPHABET
from mangnon.reports import api as reports
from mangnon.reports.api import Locked, Reader, UnitKey
from mangnon.units.api import Person, Unit, scope_of

PURPOSE = "package"
_GROUPS, _LETTERS = 4, 5
ASKED = 8  # letters of the manifest's hash that the receiver reads from the record


@dataclass(frozen=True)
class Made:
    """A package; `passphrase` of the file for a USB stick is told once and kept nowhere."""

    package: Package
    passphrase: str = field(default="", repr=False)


def make_package(
    *, case_id: UUID, by: Person, unit: Unit, reader: Reader, usb: bool, token: str
) -> Made:
    """A package of the case for the police to whom the crime was reported.

    One that still waited is replaced. Raises NotAllowed, IllegalMove, Conflict, reports.Locked.
    """
    case = Case.objects.select_related("report", "owner").get(pk=case_id)
    police, key = _receiver(case, by, unit)
    if (again := case.packages.filter(token=token).first()) is not None:
        return Made(again)
    events = case.events.count()
    opener = open_words(reader, case, classes_readable(by, case) & READS[Part.POLICE])
    if opener is None:
        raise Locked
    found, number = gathered(case, opener, reader), new_number("BG")
    now = clock.now().replace(microsecond=0)
    said = {"to": {"unit": police.name}, **said_of(case, PackageKind.POLICE, number, by, unit, now)}
    said["left_out"] = found.left
    packed = pack(said, found.items, sign=signed_here, record=record_pdf)
    passphrase = _passphrase() if usb else ""
    made = Package(
        number=number,
        case=case,
        kind=PackageKind.POLICE,
        token=token,
        to_unit=police,
        unit_key=key,
        sha256=packed.sha256,
        manifest=packed.manifest,
        manifest_sha256=packed.manifest_sha256,
        size_bytes=len(packed.raw),
        made_by=by,
        made_for=unit,
        made_at=now,
    )
    locked = locked_to(packed.raw, [bytes(key.public_key)])
    under = locked_with(packed.raw, passphrase) if usb else b""
    with for_the_system("a package is written down; its maker has a part in the case"):
        _keep(made, locked, under, found, Writer(by, unit, police.name, events))
    return Made(made, passphrase)


def _receiver(case: Case, by: Person, unit: Unit) -> tuple[Unit, UnitKey]:
    if not can_hand_over(by, case) or unit not in scope_of(by).homes:
        raise NotAllowed("Anh/chị không được bàn giao hồ sơ này.")
    police = police_asked(case)
    if police is None:
        raise IllegalMove("Chưa báo công an, hoặc chưa có đơn vị công an nào nhận tin này.")
    key = next((one for one in reports.recipients([police]) if one.unit_id == police.pk), None)
    if key is None:
        raise IllegalMove(f"{police.name} chưa đặt khóa hồ sơ nên chưa ai ở đó mở được gói.")
    return police, key


def said_of(
    case: Case, kind: PackageKind, number: str, by: Person, unit: Unit, now: datetime
) -> dict[str, Any]:
    """The head of a manifest."""
    return {
        "kind": str(kind),
        "number": number,
        "case": case.number,
        "made_at": now.isoformat(),
        "from": {"person": by.full_name, "unit": unit.name},
    }


def new_number(start: str) -> str:
    """Drawn and not counted, as all numbers here."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"{start}{clock.today():%y%m}-{drawn}"


def _passphrase() -> str:
    """98 bits, read aloud in four groups."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(_LETTERS)) for _ in range(_GROUPS))
    return "-".join(groups)


@dataclass(frozen=True)
class Writer:
    """Who writes a package down, for whom, after how many events of the case it was made."""

    by: Person
    unit: Unit
    to: str
    events: int


def keep(made: Package, found: Gathered, writer: Writer, event: str) -> tuple[Case, int]:
    """The row, the custody of its files and the event, in the caller's transaction."""
    case = locked_case(made.case_id)
    if case.events.count() != writer.events:
        raise Conflict(case.version, (("Gói hồ sơ", "lập gói", "có diễn biến mới"),))
    for one in case.packages.filter(kind=made.kind, state=PackageState.MADE):
        one.state = PackageState.REPLACED
        drop(one)
    made.save(force_insert=True)
    files = [one for one in found.files if made.kind == PackageKind.POLICE or not one.seal]
    reports.note_given(files, by=writer.by, to=writer.to, why=f"Gói {made.number}")
    number = note_event(case, event, by=writer.by, unit=writer.unit, token=made.token)
    return case, number


@transaction.atomic
def _keep(made: Package, locked: bytes, under: bytes, found: Gathered, writer: Writer) -> None:
    made.locked = store_sealed(sealed=locked, purpose=PURPOSE)
    made.usb = store_sealed(sealed=under, purpose=PURPOSE) if under else ""
    case, number = keep(made, found, writer, "package_made")
    people = audience(case, "police")
    tell_many(message(case, one, "case_package_made", f"{number}") for one in people)


def drop(one: Package) -> None:
    """The locked files go; the numbers and hashes stay."""
    for held in filter(None, (one.locked, one.usb)):
        drop_sealed(held)
    one.locked = one.usb = ""
    one.save(update_fields=["state", "locked", "usb"])


def drop_packages(case: Case) -> None:
    """Nothing of a case that is erased waits in a locked file."""
    for one in case.packages.all():
        drop(one)


# --- opened and received ------------------------------------------------------------------------


def open_package(*, reader: Reader, package: Package) -> bytes:
    """The open archive for the police, its whole and every part checked; recorded first.

    Raises NotAllowed, IllegalMove, Locked, packages.Refused.
    """
    _must_be_police(reader.person, package)
    raw = _opened(reader, package)
    facts = {"package": package.number, "sha256": package.sha256}
    record(by=reader.person, what="case.package_opened", on=package.case, facts=facts,
           unit=package.to_unit_id)  # fmt: skip
    return raw


def _must_be_police(person: Person, package: Package) -> None:
    own = {unit.pk for unit in scope_of(person).homes}
    if Part.POLICE not in parts_of(person, package.case) or package.to_unit_id not in own:
        raise NotAllowed("Gói này bàn giao cho đơn vị khác.")


def _opened(reader: Reader, package: Package) -> bytes:
    if package.state != PackageState.MADE:
        raise IllegalMove(f"Gói {package.number}: {package.get_state_display().lower()}.")
    private = reader.unit_privates.get(package.unit_key_id or 0)
    if private is None:
        raise Locked
    with open_blob(package.locked) as blob:
        raw = opened_by(blob.read(), private)
    found = unpack(raw)
    same = sha256(raw).hexdigest() == package.sha256
    if not same or found.manifest_sha256 != package.manifest_sha256:
        raise IllegalMove("Mã băm của gói khác với lúc lập: không nhận, hãy báo bên giao.")
    return raw


def usb_file(*, by: Person, package: Package) -> bytes:
    """The file under the passphrase, for who hands over or receives; recorded first."""
    if not (can_hand_over(by, package.case) or Part.POLICE in parts_of(by, package.case)):
        raise NotAllowed("Anh/chị không được tải gói này.")
    if not package.usb:
        raise IllegalMove("Gói này không có tệp cho thẻ nhớ, hoặc đã được nhận.")
    facts = {"package": package.number}
    record(by=by, what="case.package_carried", on=package.case, facts=facts)
    with open_blob(package.usb) as blob:
        return blob.read()


def receive_package(
    *, package_id: UUID, reader: Reader, unit: Unit, asked: str, token: str
) -> Package:
    """The police says that it has it: both hashes are computed anew from what lies here, and the
    start of the manifest's hash is read from the record by who receives. What only the police could
    open, and the package, are destroyed.

    Raises NotAllowed, IllegalMove, Invalid, Locked, reports.Refusal, packages.Refused.
    """
    package = _package(package_id)
    _must_be_police(reader.person, package)
    if was_done(package.case, token):
        return package
    raw = _opened(reader, package)
    if asked.strip().replace(" ", "").lower() != package.manifest_sha256[:ASKED]:
        words = f"Không khớp: hãy đọc {ASKED} chữ đầu của mã băm bản kê trong biên bản."
        raise Invalid(words, "asked")
    with for_the_system("the police receives what was handed to it"):
        return _received(package, unpack(raw).said, reader, unit, token)


def _package(pk: UUID) -> Package:
    related = ("case__report", "case__owner", "to_unit", "made_by", "made_for")
    return Package.objects.select_related(*related).get(pk=pk)


@transaction.atomic
def _received(
    package: Package, said: Mapping[str, Any], reader: Reader, unit: Unit, token: str
) -> Package:
    case, by = locked_case(package.case_id), reader.person
    mine = Package.objects.filter(pk=package.pk, state=PackageState.MADE)
    if mine.update(state=PackageState.RECEIVED, received_by=by, received_at=clock.now()) != 1:
        raise Conflict(case.version, (("Gói bàn giao", "xác nhận đã nhận", "đã đổi"),))
    files = reports.note_received(
        case.report,
        originals(said),
        giver=package.made_by,
        by=by,
        unit=unit,
        why=f"Gói {package.number}",
        held=case.held,
    )
    number = note_event(case, "package_received", by=by, unit=unit, token=token)
    facts = {
        "package": package.number,
        "sha256": package.sha256,
        "manifest_sha256": package.manifest_sha256,
        "destroyed": files,
    }
    record(by=by, what="case.package_checked", on=case, facts=facts, unit=case.owner_id)
    package.refresh_from_db()
    drop(package)
    people = audience(case, "worker")
    tell_many(message(case, one, "case_moved", f"{number}") for one in people)
    return package


def originals(said: Mapping[str, Any]) -> list[str]:
    """The SHA-256 of the originals of the evidence that a manifest names."""
    rows = [row for row in said["files"] if str(row["name"]).startswith("tep/")]
    return [row["seal"]["original_sha256"] if "seal" in row else row["sha256"] for row in rows]


def record_of(package: Package) -> bytes:
    """The record to print, as it lies in the package."""
    return record_pdf(bytes(package.manifest))


def said_in(package: Package) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(bytes(package.manifest))
    return told
