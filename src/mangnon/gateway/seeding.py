"""The filters of a demo: one school whose filter runs on this machine, two whose filters are away.

What a month of lessons would have counted is written in bulk from a fixed seed: every demo looks
the same.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from django.db import transaction

from mangnon.gateway.actions.catalogue import seed_demo_lists
from mangnon.gateway.actions.fleet import make_code
from mangnon.gateway.choices import ClientKind, Group
from mangnon.gateway.demo import SUBNETS, ZONES, config_text, own_resolver
from mangnon.gateway.link.memory import enrolled, put
from mangnon.gateway.models import Gateway, Setting, Site, SiteClient
from mangnon.gateway.planning import release
from mangnon.gateway.queries.bundles import current_bundle, current_bundle_folder
from mangnon.gateway.queries.fleet import digest_of
from mangnon.gateway.seeding_asks import seed_asks, top_names
from mangnon.gateway.timestore import api as timestore
from mangnon.kit import clock
from mangnon.units.api import Unit

_HERE, _AWAY = "TD-CS-01", ("TD-TH-02", "TD-PT-02")
_GROUPS = {
    _HERE: (Group.TIEU_HOC, Group.THCS, Group.STAFF, Group.GUESTS),
    "TD-TH-02": (Group.TIEU_HOC, Group.STAFF),
    "TD-PT-02": (Group.THPT, Group.STAFF),
}
_PUPILS = {_HERE: Group.THCS, "TD-TH-02": Group.TIEU_HOC, "TD-PT-02": Group.THPT}
_DAYS = 62  # two spans of the figures, so that one compares with the other
# word of the counters -> answers in a busy hour, about
_USUAL = {
    "": 900,
    "ads": 160,
    "games": 40,
    "social": 25,
    "adult": 6,
    "gambling": 9,
    "scam": 4,
    "bypass": 5,
}
_FREE = frozenset({"games", "social"})  # open for adults


def seed_demo() -> None:
    """Lists, sites, plans and figures of the demo schools. A second call does nothing."""
    if Site.objects.filter(is_demo=True).exists():
        return
    seed_demo_lists()
    schools = Unit.objects.in_bulk([_HERE, *_AWAY], field_name="code")
    with transaction.atomic():
        sites = {code: _site(schools[code], _GROUPS[code]) for code in (_HERE, *_AWAY)}
        _set(schools[_HERE])
    release([site.pk for site in sites.values()])
    for code in _AWAY:
        _away(sites[code])
    for number, (code, site) in enumerate(sites.items()):
        rows = list(_month(Random(number), _GROUPS[code], clock.now()))  # noqa: S311 - a demo
        top = list(top_names(_PUPILS[code], clock.today()))
        timestore.add(_gateway_of(site), site.pk, rows, top, f"trinh-dien-{site.pk}")
    seed_asks(sites[_HERE])


def _site(school: Unit, groups: tuple[Group, ...]) -> Site:
    site = Site.objects.create(
        unit=school,
        name="Cơ sở chính",
        fallback_group=groups[0],
        page_v4="127.0.0.1",
        zones={name: list(to) for name, to in ZONES.items()},
        is_demo=True,
    )
    SiteClient.objects.bulk_create(
        SiteClient(site=site, group=group, kind=ClientKind.SUBNET, value=subnet)
        for group in groups
        for subnet in SUBNETS[group]
    )
    return site


def _set(school: Unit) -> None:
    after: dict[str, object] = {"days": [0, 1, 2, 3, 4], "begins": "17:00", "ends": "18:00"}
    after |= {"letters": {"games": "O"}, "title": "Sau giờ học", "kind": "break"}
    Setting.objects.bulk_create(
        [
            Setting(unit=school, group=Group.THCS, what="hours", value=[after]),
            Setting(
                unit=school,
                group=Group.THCS,
                what="category:forums",
                value="X",
                why="Diễn đàn làm các em xao nhãng trong giờ học",
            ),
        ]
    )


def _away(site: Site) -> None:
    """A filter that was here and tells nothing now, as one behind a broken line."""
    site.refresh_from_db()
    bundle = current_bundle()
    seen = clock.now() - timedelta(hours=26)
    Gateway.objects.create(
        site=site,
        name="máy lọc trình diễn",
        token_hash=digest_of(secrets.token_hex(32)),
        version="0.1.0",
        seen_at=seen,
        in_force_at=seen,
        plan_in_force=site.revision,
        bundle_in_force=bundle.pk if bundle else 0,
    )


def _gateway_of(site: Site) -> UUID:
    """Whose report it would have been; the one that runs here has not come in yet."""
    return site.gateways.values_list("pk", flat=True).first() or UUID(int=site.pk)


def _month(
    random: Random, groups: tuple[Group, ...], now: datetime
) -> Iterator[tuple[str, str, str, int]]:
    """(minute, group, word, answers) for each hour of lessons of the last weeks."""
    start = clock.local(now).replace(hour=7, minute=0, second=0, microsecond=0)
    for back in range(_DAYS, 0, -1):
        day = start - timedelta(days=back)
        if day.weekday() > 4:
            continue
        for hour in range(10):
            minute = (day + timedelta(hours=hour)).astimezone(UTC)
            stamp = minute.strftime("%Y-%m-%dT%H:%MZ")
            busy = 0.4 if hour in (4, 5) else 1.0
            for group in groups:
                adult = group in (Group.STAFF, Group.GUESTS)
                for word, usual in _USUAL.items():
                    count = round(usual * busy * random.uniform(0.3, 1.3) * (0.3 if adult else 1))
                    if count:
                        told = f"+{word}" if adult and word in _FREE else word
                        yield stamp, group, told, count


def demo_filter(folder: Path, *, url: str, port: int, page_port: int) -> Path:
    """The config of the filter that runs here for the demo school; it comes in by a code.

    It begins with what the platform released last, so that it answers before it has come in.
    """
    site = Site.objects.get(is_demo=True, unit__code=_HERE)
    bundle = current_bundle_folder()
    assert bundle is not None  # noqa: S101 - the demo's lists were compiled before
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "plan.json").exists():
        put(folder / "plan.json", site.plan.encode())
        (folder / "bundle").mkdir(exist_ok=True)
        for file in bundle.iterdir():
            put(folder / "bundle" / file.name, file.read_bytes())
    config = config_text(port, own_resolver(), 53, page_port)
    config += f'\n[province]\nurl = "{url}"\ncode = "{_code(folder, site, url)}"\n'
    put(folder / "gateway.toml", config.encode())
    return folder / "gateway.toml"


def _code(folder: Path, site: Site, url: str) -> str:
    """The code by which the filter is in; a new one where it is not, or not at this address."""
    known, kept = enrolled(folder / "state"), folder / "code"
    if known is not None and known.url == url and kept.exists():
        gateway = Gateway.objects.filter(pk=known.gateway, revoked_at=None)
        if gateway.exists():
            return kept.read_text(encoding="utf-8")
    code = make_code(by=None, site=site)
    put(kept, code.encode(), mode=0o600)
    return code
