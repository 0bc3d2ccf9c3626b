"""Safeguarding matters: asked by one, opened by a second, read by the two, ended and forgotten."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Least

from mangnon.base.audit.api import record, record_many
from mangnon.gateway.choices import ClientKind, MatterState
from mangnon.gateway.matterkeys import new_pair, seal_key
from mangnon.gateway.models import Gateway, Matter, Site, SiteClient, TrailRecord
from mangnon.gateway.perms import can_ask_matter, can_read_matter, can_second
from mangnon.gateway.planning import release_for
from mangnon.gateway.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.units.api import Person

log = structlog.get_logger("mangnon.gateway")

MOST_DAYS, FORGET_DAYS = 14, 7
MOST_AT_ONCE = 8  # of a site: more would be watching, not a matter
MOST_RECORDS, LONGEST_LINE = 200_000, 4000
_MAC = re.compile(r"[0-9a-f]{2}(?::[0-9a-f]{2}){5}")


@transaction.atomic
def ask_matter(*, by: Person, site: Site, client: str, reason: str, until: datetime) -> Matter:
    """Ask that a client's names be kept for a matter. Nothing is kept before a second person opens
    it. Raises NotAllowed and Invalid."""
    if not can_ask_matter(by, site):
        raise NotAllowed("Chỉ hiệu trưởng hoặc tư vấn viên của trường đề nghị được việc này.")
    if len(reason.strip()) < 10:
        raise Invalid("Hãy ghi vụ việc và vì sao cần, ít nhất 10 chữ cái.", "reason")
    if not clock.now() < until <= clock.now() + timedelta(days=MOST_DAYS):
        raise Invalid(f"Hãy chọn một thời điểm trong {MOST_DAYS} ngày tới.", "until")
    Site.objects.select_for_update().get(pk=site.pk)
    known = _client(site, client)
    alive = Matter.objects.filter(
        site=site, state__in=[MatterState.ASKED, MatterState.OPEN], until__gt=clock.now()
    )
    if alive.filter(client=known).exists():
        raise Invalid("Đã có một vụ việc theo dõi máy này, hoặc đang chờ người thứ hai.", "client")
    if alive.count() >= MOST_AT_ONCE:
        raise Invalid(f"Mỗi điểm trường theo dõi cùng lúc nhiều nhất {MOST_AT_ONCE} máy.", "client")
    matter = Matter.objects.create(
        site=site, client=known, reason=reason.strip()[:300], asked_by=by, until=until
    )
    _note(by, "matter.asked", matter, until=until)
    return matter


def _client(site: Site, said: str) -> str:
    """An address, a MAC or a path of the site, as the filter knows it."""
    word = said.strip().lower().replace("-", ":") if said.count("-") == 5 else said.strip().lower()
    if _MAC.fullmatch(word):
        return word
    try:
        return str(ipaddress.ip_address(word))
    except ValueError:
        pass
    if SiteClient.objects.filter(site=site, kind=ClientKind.TOKEN, value=word).exists():
        return word
    raise Invalid(
        "Hãy ghi địa chỉ IP, địa chỉ MAC, hoặc một đường dẫn riêng đã cấp ở điểm trường này.",
        "client",
    )


@transaction.atomic
def open_matter(*, by: Person, matter: Matter) -> None:
    """The second person agrees: the key pair is made, and the filters are told the public key."""
    locked = _locked(matter)
    _must_second(by, locked)
    if locked.until <= clock.now():
        raise Invalid("Thời hạn đề nghị đã qua. Hãy đề nghị lại.")
    public, private = new_pair()
    locked.public_key = public
    locked.sealed_key = seal_key(private, secret=settings.SECRET_KEY, matter=locked.pk)
    locked.state, locked.second, locked.opened_at = MatterState.OPEN, by, clock.now()
    locked.save()
    _note(by, "matter.opened", locked, until=locked.until)
    release_for(locked.site.unit, by=by)


@transaction.atomic
def refuse_matter(*, by: Person, matter: Matter, why: str) -> None:
    """The second person does not agree. The device is not kept on."""
    locked = _locked(matter)
    _must_second(by, locked)
    if not why.strip():
        raise Invalid("Hãy ghi vì sao không đồng ý.", "why")
    locked.state, locked.second = MatterState.REFUSED, by
    locked.answer, locked.client = why.strip()[:300], ""
    locked.ended_by, locked.ended_at = by, clock.now()
    locked.save()
    _note(by, "matter.refused", locked)


def _must_second(by: Person, matter: Matter) -> None:
    if not can_second(by, matter):
        raise NotAllowed(
            "Cần người thứ hai: hiệu trưởng, tư vấn viên khác của trường, hoặc cán bộ đầu mối tỉnh."
        )
    if matter.state != MatterState.ASKED:
        raise Invalid("Đề nghị này đã được trả lời.")


@transaction.atomic
def end_matter(*, by: Person, matter: Matter, why: str = "") -> None:
    """Either of the two ends it at once; who asked may also take a request back."""
    locked = _locked(matter)
    if not can_read_matter(by, locked):
        raise NotAllowed("Chỉ hai người mở vụ việc này kết thúc được.")
    if locked.state not in (MatterState.ASKED, MatterState.OPEN):
        raise Invalid("Vụ việc này đã kết thúc.")
    locked.state, locked.answer = MatterState.ENDED, why.strip()[:300]
    locked.ended_by, locked.ended_at = by, clock.now()
    locked.save()
    _note(by, "matter.ended", locked)
    release_for(locked.site.unit, by=by)


def take_records(gateway: Gateway, matter_id: UUID, start: int, lines: Sequence[str]) -> int:
    """Keep sealed lines as a filter wrote them; a line that is there already stays as it is.

    Returns how many lines are done with, so that the filter can let go of them: also those of a
    matter that is none of this filter's or is over, which are kept nowhere.
    """
    matter = Matter.objects.filter(
        pk=matter_id, site=gateway.site_id, opened_at__isnull=False, forgotten_at=None
    ).first()
    if matter is None:
        log.warning("trail not taken", matter=str(matter_id), gateway=str(gateway.pk))
        return len(lines)
    room = MOST_RECORDS - matter.records.count()
    rows = [
        TrailRecord(matter=matter, gateway=gateway, number=start + place, sealed=line)
        for place, line in enumerate(lines[: max(room, 0)])
        if len(line) <= LONGEST_LINE
    ]
    TrailRecord.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(lines)


@transaction.atomic
def note_reading(*, by: Person, matter: Matter, lines: int) -> None:
    """Before anything of it is shown: who read how much. Raises NotAllowed."""
    if not can_read_matter(by, matter) or matter.opened_at is None:
        raise NotAllowed("Chỉ hai người mở vụ việc này đọc được.")
    if matter.forgotten_at is not None:
        raise Invalid("Dữ liệu của vụ việc này đã được xóa.")
    _note(by, "matter.read", matter, lines=lines)


@transaction.atomic
def end_expired(now: datetime) -> int:
    """What ran out is ended; the filters end it by themselves at the same moment."""
    alive = Q(state__in=[MatterState.ASKED, MatterState.OPEN])
    over = list(Matter.objects.select_for_update().filter(alive, until__lte=now))
    Matter.objects.filter(pk__in=[one.pk for one in over]).update(
        state=MatterState.ENDED, ended_at=F("until")
    )
    record_many(by=None, what="matter.expired", on=over)
    return len(over)


@transaction.atomic
def forget_matters(now: datetime) -> int:
    """Seven days after the end: records, key and device go. That there was a matter stays."""
    end = Coalesce(Least("ended_at", "until"), "until")
    due = Matter.objects.annotate(end=end).filter(
        forgotten_at=None, end__lte=now - timedelta(days=FORGET_DAYS)
    )
    old = list(due.filter(state__in=[MatterState.ENDED, MatterState.REFUSED]))
    ids = [one.pk for one in old]
    TrailRecord.objects.filter(matter__in=ids).delete()
    Matter.objects.filter(pk__in=ids).update(
        client="", sealed_key=b"", public_key="", forgotten_at=now
    )
    record_many(by=None, what="matter.forgotten", on=old)
    return len(old)


def _locked(matter: Matter) -> Matter:
    rows = Matter.objects.select_for_update(of=("self",))
    return rows.select_related("site__unit").get(pk=matter.pk)


def _note(by: Person, what: str, matter: Matter, **facts: object) -> None:
    record(by=by, what=what, on=matter, facts=facts, unit=matter.site.unit_id)
