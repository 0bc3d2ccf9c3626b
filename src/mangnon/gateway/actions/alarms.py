"""Alarms of the filters: raised once, told once, ended when it is well again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from mangnon.base.notices.api import Message, tell_many
from mangnon.gateway.choices import AlarmKind
from mangnon.gateway.models import Alarm, Gateway
from mangnon.gateway.queries.fleet import gateways_to_review, newest_bundle
from mangnon.kit import clock
from mangnon.units.api import Role, people_at

SILENT_AFTER = timedelta(minutes=10)
OLD_PLAN_AFTER, OLD_LISTS_AFTER = timedelta(minutes=5), timedelta(hours=1)
KEEPERS = (Role.PRINCIPAL, Role.SCHOOL_IT)


@dataclass(frozen=True)
class Wrong:
    kind: AlarmKind
    words: str


def review_alarms() -> None:
    """Look at every filter: raise what is new, end what is over."""
    now, newest = clock.now(), newest_bundle()
    for gateway in gateways_to_review():
        _note_behind(gateway, newest, now)
        _settle(gateway, {one.kind: one for one in _wrong_with(gateway, newest, now)}, now)


def _wrong_with(gateway: Gateway, newest: int, now: datetime) -> Iterator[Wrong]:
    """Who is silent may follow what it likes: nothing more is said of it."""
    heard_at = gateway.seen_at or gateway.enrolled_at
    if now - heard_at > SILENT_AFTER:
        yield Wrong(AlarmKind.SILENT, f"từ {clock.local(heard_at):%H:%M %d/%m/%Y}")
        return
    if gateway.plan_behind_since and now - gateway.plan_behind_since > OLD_PLAN_AFTER:
        words = f"đang áp dụng bản {gateway.plan_in_force}, đã có bản {gateway.site.revision}"
        yield Wrong(AlarmKind.OLD_PLAN, words)
    if gateway.bundle_behind_since and now - gateway.bundle_behind_since > OLD_LISTS_AFTER:
        words = f"đang dùng gói {gateway.bundle_in_force}, đã có gói {newest}"
        yield Wrong(AlarmKind.OLD_LISTS, words)
    troubles = gateway.status.get("troubles") or []
    if troubles:
        yield Wrong(AlarmKind.TROUBLE, "; ".join(one["words"] for one in troubles)[:300])


def _note_behind(gateway: Gateway, newest: int, now: datetime) -> None:
    """From when the filter is known to follow something older than what was released."""
    plan = _since(gateway.plan_in_force < gateway.site.revision, gateway.plan_behind_since, now)
    bundle = _since(gateway.bundle_in_force < newest, gateway.bundle_behind_since, now)
    if (plan, bundle) != (gateway.plan_behind_since, gateway.bundle_behind_since):
        gateway.plan_behind_since, gateway.bundle_behind_since = plan, bundle
        gateway.save(update_fields=["plan_behind_since", "bundle_behind_since"])


def _since(behind: bool, before: datetime | None, now: datetime) -> datetime | None:
    return (before or now) if behind else None


def _settle(gateway: Gateway, wrong: dict[AlarmKind, Wrong], now: datetime) -> None:
    raised = {AlarmKind(one.kind): one for one in gateway.alarms.all()}
    over = [one.pk for kind, one in raised.items() if kind not in wrong]
    if over:
        Alarm.objects.filter(pk__in=over).update(ended_at=now)
    for kind, one in wrong.items():
        if kind not in raised:
            _raise(gateway, one, now)
        elif raised[kind].words != one.words:
            Alarm.objects.filter(pk=raised[kind].pk).update(words=one.words)


@transaction.atomic
def _raise(gateway: Gateway, wrong: Wrong, now: datetime) -> None:
    """With the word to the school's keepers in the same transaction."""
    alarm, made = Alarm.objects.get_or_create(
        gateway=gateway,
        kind=wrong.kind,
        ended_at=None,
        defaults={"words": wrong.words, "since": now},
    )
    if not made:
        return
    school = gateway.site.unit
    context = {"gateway": gateway, "site": gateway.site, "school": school, "alarm": alarm}
    tell_many(
        Message(
            template="gateway_alarm",
            key=f"gateway-alarm:{alarm.pk}:{person.pk}",
            to=person.email,
            person_id=person.pk,
            context=context,
            link=reverse("filters_gateway", args=[gateway.pk]),
        )
        for person in people_at(school, KEEPERS)
    )
