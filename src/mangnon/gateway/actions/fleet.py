"""Bringing filters in, sending them off, and taking what they tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.gateway.actions.asking import take_asks
from mangnon.gateway.actions.trails import take_records
from mangnon.gateway.link.codes import new_code
from mangnon.gateway.link.report import Report, TrailSent
from mangnon.gateway.models import Enrolment, Gateway, Site
from mangnon.gateway.perms import can_steer_school
from mangnon.gateway.queries.fleet import digest_of, gateway_of_hash
from mangnon.gateway.refusals import Invalid, NotAllowed
from mangnon.gateway.signing import key_fingerprint
from mangnon.gateway.timestore import api as timestore
from mangnon.kit import clock
from mangnon.units.api import Person

log = structlog.get_logger("mangnon.gateway")
CODE_LIVES = timedelta(hours=48)
KEPT_HISTORY = 20


class CodeRefused(Invalid):
    """No filter comes in by this code. The words do not tell whether there ever was such a code."""


@transaction.atomic
def make_code(*, by: Person | None, site: Site) -> str:
    """A code for one filter of the site, shown now and never again. `by` None: a demo's own.
    Raises NotAllowed."""
    if by is not None and not can_steer_school(by, site.unit):
        raise NotAllowed("Anh/chị không có quyền ghi danh máy lọc cho điểm trường này.")
    code = new_code(key_fingerprint())
    until = clock.now() + CODE_LIVES
    made = Enrolment.objects.create(
        site=site, code_hash=digest_of(code.secret.hex()), made_by=by, until=until
    )
    record(by=by, what="gateway.code_made", on=made, facts={"site": site.pk}, unit=site.unit_id)
    return str(code)


@transaction.atomic
def enrol(*, secret: str, token_hash: str, name: str, version: str, before: str = "") -> Gateway:
    """A filter comes in by a code, once; told again with the same token it is the same filter.

    secret: of the code, hex; before: the token with which this very machine was enrolled until now,
    whose old row is then closed. Raises CodeRefused.
    """
    now, code_hash = clock.now(), digest_of(secret)
    open_codes = Enrolment.objects.filter(code_hash=code_hash, until__gt=now)
    taken = open_codes.filter(used_at=None).update(used_at=now)
    found = open_codes.select_related("site").first()
    known = gateway_of_hash(token_hash)
    if found and known and known.site_id == found.site_id and not known.revoked_at:
        return known
    if not taken or found is None or known:
        raise CodeRefused("Mã ghi danh không đúng, đã dùng hoặc đã quá hạn: hãy lấy mã mới.")
    gateway = Gateway.objects.create(
        site=found.site, name=name[:100] or "máy lọc", token_hash=token_hash, version=version[:40]
    )
    _replace(before, gateway)
    told = {"site": gateway.site_id, "enrolment": found.pk}
    record(by=None, what="gateway.enrolled", on=gateway, facts=told, unit=found.site.unit_id)
    return gateway


def _replace(before: str, gateway: Gateway) -> None:
    """The machine came in anew: what it was known as before is not a filter any more."""
    old = gateway_of_hash(digest_of(before)) if before else None
    if old and not old.revoked_at:
        _close(old)
        told = {"replaced_by": str(gateway.pk)}
        record(by=None, what="gateway.replaced", on=old, facts=told, unit=old.site.unit_id)


@transaction.atomic
def revoke(*, by: Person, gateway: Gateway) -> None:
    """The filter is told nothing more and its reports are not taken. It goes on filtering by what
    it has. Raises NotAllowed and Invalid."""
    if not can_steer_school(by, gateway.site.unit):
        raise NotAllowed("Anh/chị không có quyền thu hồi máy lọc của trường này.")
    if not _close(gateway):
        raise Invalid("Máy lọc này đã được thu hồi trước đó.")
    record(by=by, what="gateway.revoked", on=gateway, unit=gateway.site.unit_id)


def _close(gateway: Gateway) -> bool:
    now = clock.now()
    closed = Gateway.objects.filter(pk=gateway.pk, revoked_at=None).update(revoked_at=now)
    gateway.alarms.filter(ended_at=None).update(ended_at=now)
    return bool(closed)


def take_report(*, gateway: Gateway, report: Report) -> dict[str, Any]:
    """What a filter tells. Returns what of it is kept, so that the filter can let go of it; a store
    that is away now is told again later."""
    now = clock.now()
    _keep_state(gateway, report, now)
    return {
        "counted": _counted(gateway, report),
        "asks": take_asks(gateway.site, map(asdict, report.asks)) if report.asks else [],
        "trails": sum(_trails(gateway, report.trails)),
        "doctor": bool(report.doctor),
    }


def _counted(gateway: Gateway, report: Report) -> str:
    if not report.ident:
        return ""
    rows, top = report.counted, report.top
    try:
        refused = timestore.add(gateway.pk, gateway.site_id, rows, top, report.ident)
    except timestore.StoreFailed as wrong:
        log.error("counters not taken", gateway=str(gateway.pk), why=str(wrong))
        return ""
    if refused:
        log.warning("counters refused", gateway=str(gateway.pk), rows=refused)
    return report.ident


def _trails(gateway: Gateway, sent: tuple[TrailSent, ...]) -> Iterator[int]:
    for matter, group in groupby(sent, key=lambda one: one.matter):
        lines = list(group)
        sealed = [one.sealed for one in lines]
        yield take_records(gateway, UUID(matter), lines[0].number, sealed)


def _keep_state(gateway: Gateway, report: Report, now: datetime) -> None:
    """Seen now; in force what it says; the newest state of its machine."""
    status = {
        **gateway.status,
        "troubles": [{"at": one.at, "words": one.words} for one in report.troubles],
        "skew_s": report.skew_s,
    }
    if report.doctor:
        status["doctor"] = {"at": now.isoformat(), **report.doctor}
    told = {"version": report.version, "seen_at": now}
    if (report.plan, report.bundle) != (gateway.plan_in_force, gateway.bundle_in_force):
        passed = {"at": now.isoformat(), "plan": report.plan, "bundle": report.bundle}
        status["history"] = [passed, *status.get("history", ())][:KEPT_HISTORY]
        told |= {"plan_in_force": report.plan, "bundle_in_force": report.bundle, "in_force_at": now}
    Gateway.objects.filter(pk=gateway.pk).update(status=status, **told)
