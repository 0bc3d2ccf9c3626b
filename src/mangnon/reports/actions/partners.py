"""Systems of partners: their keys, and what they send. A key is shown once, its hash is kept."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.walls import for_the_system
from mangnon.kit import clock
from mangnon.reports.actions.intake import open_report, report_of_token
from mangnon.reports.choices import Channel, Lane
from mangnon.reports.models import Partner, PartnerReport, Report
from mangnon.reports.partnering import answers_in
from mangnon.reports.perms import can_manage_partners
from mangnon.reports.refusals import NotAllowed, Refusal
from mangnon.reports.routing import school_named
from mangnon.units.api import Person, Unit

_PREFIX = "mn"


class KeyUsedTwice(Refusal):
    """One idempotency key for two different messages."""


@dataclass(frozen=True)
class Taken:
    """A report of a partner's; `new` the first time. The receipt goes to whoever reported."""

    report: Report
    new: bool
    receipt: str | None = field(repr=False)


@transaction.atomic
def make_partner(*, by: Person, unit: Unit, name: str, is_test: bool) -> tuple[Partner, str]:
    """The partner and its key, which nobody can read again. Raises NotAllowed."""
    if not can_manage_partners(by):
        raise NotAllowed("Chỉ cán bộ đầu mối cấp tỉnh cấp khóa cho hệ thống đối tác.")
    key = f"{_PREFIX}_{'thu' if is_test else 'that'}_{secrets.token_urlsafe(32)}"
    made = Partner.objects.create(
        name=name.strip(), unit=unit, key_hash=_hash(key), is_test=is_test, made_by=by
    )
    record(by=by, what="partner.made", on=made, facts={"test": is_test}, unit=unit)
    return made, key


@transaction.atomic
def end_partner(*, by: Person, partner: Partner) -> None:
    """Its key opens nothing from now on; what it sent stays. Raises NotAllowed."""
    if not can_manage_partners(by):
        raise NotAllowed("Chỉ cán bộ đầu mối cấp tỉnh thu hồi khóa.")
    if Partner.objects.filter(pk=partner.pk, ended_at=None).update(ended_at=clock.now()):
        record(by=by, what="partner.ended", on=partner, unit=partner.unit_id)


def partner_of(key: str) -> Partner | None:
    """Whose key this is, while it counts. 256 random bits need no slow hash."""
    return Partner.objects.filter(key_hash=_hash(key), ended_at=None).first()


def _hash(key: str) -> str:
    return sha256(key.encode()).hexdigest()


@for_the_system("a partner's system")
def send(*, partner: Partner, said: Mapping[str, Any], idempotency_key: str) -> Taken:
    """Keep a checked message as a report; the same key is the same report. Raises KeyUsedTwice."""
    token = f"partner:{partner.pk}:{idempotency_key}"
    digest = _digest(said)
    there = report_of_token(token)
    if there is not None:
        _refuse_other(there, digest)
    opened = open_report(
        channel=Channel.PARTNER,
        lane=said.get("lane", Lane.ADULT),
        answers=answers_in(said),
        idempotency_key=token,
        school=school_named(said.get("commune", ""), said.get("school_name", "")),
        is_test=partner.is_test,
    )
    # Made after the report: if the machine stops between the two, sending again makes it.
    PartnerReport.objects.get_or_create(
        report=opened.report, defaults={"partner": partner, "digest": digest}
    )
    _refuse_other(opened.report, digest)
    return Taken(opened.report, there is None, opened.receipt)


def _digest(said: Mapping[str, Any]) -> str:
    return sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _refuse_other(report: Report, digest: str) -> None:
    sent = PartnerReport.objects.filter(report=report).first()
    if sent is not None and sent.digest != digest:
        raise KeyUsedTwice("Idempotency-Key này đã dùng cho nội dung khác.")


@for_the_system("a partner's system")
def report_sent(*, partner: Partner, number: str) -> Report | None:
    """One of the partner's own by its number, and no other's."""
    return Report.objects.filter(number=number, sent_by__partner=partner).first()


def partners() -> list[Partner]:
    """All of them, those in use first."""
    rows = Partner.objects.select_related("unit", "made_by").order_by("-made_at")
    return sorted(rows, key=lambda one: one.ended_at is not None)
