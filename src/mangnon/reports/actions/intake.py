"""A report comes in. It is never refused, and nobody is told that it arrived before it is kept."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from mangnon.base.audit.api import record
from mangnon.base.notices.api import Message, tell_many
from mangnon.base.walls import for_the_system
from mangnon.kit import clock, sealing
from mangnon.kit.briefly import briefly
from mangnon.kit.shamir import ALPHABET
from mangnon.kit.vietnamese import key as bare
from mangnon.reports import keys, load, receipts, routing
from mangnon.reports.answers import Answers
from mangnon.reports.choices import Channel
from mangnon.reports.installation import installation_key
from mangnon.reports.models import Barred, BlindMark, Receipt, Report, ReportKey
from mangnon.reports.perms import is_barred
from mangnon.units.api import Person, Unit

_NAMES = ("child_name", "reporter_name", "accused_who")
_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .\-]?\d){9}(?!\d)")
_SHOWN_AGAIN_FOR, _ATTEMPTS = timedelta(hours=1), 6


@dataclass(frozen=True)
class Opened:
    """The report kept, and its receipt as it is written on paper.

    `receipt` is None when the same form comes again long after: whoever has the device now need
    not be who wrote.
    """

    report: Report
    receipt: str | None = field(repr=False)


@dataclass(frozen=True)
class _Sealed:
    """All that takes time, done before the transaction begins."""

    pk: UUID
    number: str
    key: bytes = field(repr=False)
    body: bytes = field(repr=False)
    receipt: Receipt
    written: str = field(repr=False)


@for_the_system("a report comes in")
def open_report(
    *,
    channel: str,
    lane: str,
    answers: Answers,
    idempotency_key: str,
    by: Person | None = None,
    school: Unit | None = None,
    worked: bool = False,
    is_test: bool = False,
    arrived_at: datetime | None = None,
) -> Opened:
    """Keep a report and give its receipt; the same `idempotency_key` gives the same report.

    `worked`: the sender did what is asked under load. `by` is the member of staff who types.
    `arrived_at`: when a paper came that is typed later; its hours began then.
    """
    token = _digest(idempotency_key)
    if (again := _again(token, idempotency_key)) is not None:
        return again
    way = routing.route(answers, school)
    report = Report(
        idempotency_key=token,
        channel=channel,
        lane=lane,
        is_test=is_test,
        quarantined=by is None and not worked and _set_aside(answers, channel),
        age_band=answers.age_band,
        kind=answers.kind,
        platform=answers.platform[:60],
        danger_now=answers.danger_now,
        risk=dict(answers.risk),
        commune=way.commune,
        school=school,
        receiving_unit=way.receiving,
        accused_unit=way.accused_unit,
    )
    for attempt in range(_ATTEMPTS):
        sealed = _seal(answers, idempotency_key, attempt)
        try:
            _write(report, sealed, way, answers, by, arrived_at)
        except IntegrityError:
            # The same form in another tab, or a number or lookup part that is taken.
            if (again := _again(token, idempotency_key)) is not None:
                return again
        else:
            return Opened(report, sealed.written)
    raise RuntimeError("no free number for a report")


def _digest(token: str) -> str:
    """What is kept of a form's token: the receipt cannot be made from it."""
    return hmac.new(installation_key("token"), token.encode(), sha256).hexdigest()


@for_the_system("a form that is sent again")
def report_of_token(token: str) -> Report | None:
    """The report that the form with this token became."""
    return Report.objects.filter(idempotency_key=_digest(token)).first()


def _again(digest: str, token: str) -> Opened | None:
    asked = Report.objects.filter(idempotency_key=digest)
    report = asked.select_related("receipt").first() if asked.exists() else None
    if report is None:
        return None
    if clock.now() - report.received_at > _SHOWN_AGAIN_FOR or not hasattr(report, "receipt"):
        return Opened(report, None)
    codes = (receipts.made(token, installation_key("receipt"), n) for n in range(_ATTEMPTS))
    lookup = report.receipt.lookup
    return Opened(report, next((one.written for one in codes if one.lookup == lookup), None))


def _set_aside(answers: Answers, channel: str) -> bool:
    if channel not in {Channel.WEB, Channel.QR} or load.speaks_of_danger(answers):
        return False
    return load.pressure() > 0


def _seal(answers: Answers, token: str, attempt: int) -> _Sealed:
    pk, key, salt = uuid4(), sealing.new_key(), sealing.new_salt()
    code = receipts.made(token, installation_key("receipt"), attempt)
    check, wrap = receipts.hashed(code.secret, salt)
    return _Sealed(
        pk=pk,
        number=_number(),
        key=key,
        body=sealing.seal(key, answers.sealed_part(), f"report:{pk}:body"),
        receipt=Receipt(
            report_id=pk,
            lookup=code.lookup,
            salt=salt,
            secret_hash=check,
            wrapped_key=sealing.seal(wrap, key, f"report:{pk}:receipt"),
        ),
        written=code.written,
    )


def _number() -> str:
    """`BT2611-7K4QXM`: drawn and not counted, so that no two reports queue for a counter and
    nobody reads from a number how many there are."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(6))
    return f"BT{clock.today():%y%m}-{drawn}"


@transaction.atomic
def _write(
    report: Report,
    sealed: _Sealed,
    way: routing.Route,
    answers: Answers,
    by: Person | None,
    arrived_at: datetime | None,
) -> None:
    report.pk, report.number, report.body = sealed.pk, sealed.number, sealed.body
    report.received_at = min(clock.now(), arrived_at or clock.now())
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    anew = report.danger_now or not _told_since(way.receiving, hour)
    report.save(force_insert=True)
    ReportKey.objects.bulk_create(
        ReportKey(report=report, unit_key=to, wrapped_key=box)
        for to, box in keys.give_key(sealed.key, way.keys)
    )
    sealed.receipt.save(force_insert=True)
    Barred.objects.bulk_create(_bars(report, way, by))
    BlindMark.objects.bulk_create(
        BlindMark(report=report, kind=kind, mark=mark) for kind, mark in _marks(answers)
    )
    facts = {"channel": report.channel, "lane": report.lane, "quarantined": report.quarantined}
    if anew and not (report.quarantined or report.is_test):
        _tell(report, way, hour)
    # Last: the chain is held until the end of the transaction, and others wait for it.
    record(by=by, what="report.opened", on=report, facts=facts, unit=way.receiving)


def _bars(report: Report, way: routing.Route, by: Person | None) -> Iterator[Barred]:
    why = "Bên bị báo"
    for unit in way.barred_units:
        yield Barred(report=report, unit=unit, why=why, barred_by=by)
    for person in way.barred_people:
        yield Barred(report=report, person=person, why=why, barred_by=by)


def _marks(answers: Answers) -> set[tuple[str, str]]:
    """Names and telephone numbers, so that a second report about the same child is found."""
    blind = installation_key("blind")
    told = " ".join([answers.what, *answers.said.values()])
    phones = {"0" + re.sub(r"\D", "", one)[-9:] for one in _PHONE.findall(told)}
    names = {bare(answers.said[name]).strip() for name in _NAMES if answers.said.get(name)}
    return {("phone", sealing.blind(blind, "phone", one)) for one in phones} | {
        ("name", sealing.blind(blind, "name", one)) for one in names if one
    }


def marks_of(kind: str, value: str) -> str:
    """The mark under which a name or a telephone number is found: for searching before creating."""
    plain = "0" + re.sub(r"\D", "", value)[-9:] if kind == "phone" else bare(value).strip()
    return sealing.blind(installation_key("blind"), kind, plain)


def _tell(report: Report, way: routing.Route, hour: datetime) -> None:
    """Those who can open it hear that something came, once an hour, at once when in danger.

    The message says nothing of what it is, for a screen may be seen by others.
    """
    about = str(report.pk) if report.danger_now else f"{hour:%Y%m%d%H}"
    anybody_barred = bool(way.barred_units or way.barred_people)
    opening = {
        person.pk: person
        for key in way.keys
        for person in keys.lately_opening(key)
        if not (anybody_barred and is_barred(person, report))
    }
    tell_many(
        Message(
            template="report_arrived",
            key=f"report_arrived:{about}:{person.pk}",
            to=person.email,
            person_id=person.pk,
            link="/ban-lam-viec/",
            context={"urgent": report.danger_now},
        )
        for person in opening.values()
    )


@briefly
def _told_since(unit: Unit, hour: datetime) -> bool:
    """Whether a report from which nobody is barred told the whole unit within this hour."""
    return Report.objects.filter(
        receiving_unit=unit,
        received_at__gte=hour,
        quarantined=False,
        is_test=False,
        danger_now=False,
        barred=None,
    ).exists()
