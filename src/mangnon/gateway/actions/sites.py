"""Places of a school behind one filter, and which devices belong to which group there."""

from __future__ import annotations

import ipaddress
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db import IntegrityError, transaction

from mangnon.base.audit.api import record
from mangnon.gateway.choices import ClientKind, Group
from mangnon.gateway.drafting import Facts, planned
from mangnon.gateway.engine import names
from mangnon.gateway.engine.plan import BadPlan, Plan
from mangnon.gateway.models import Site, SiteClient
from mangnon.gateway.perms import can_steer_school
from mangnon.gateway.planning import release_for
from mangnon.gateway.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.units.api import Person, Unit

# A name of DNS knows no capitals: letters and digits that nobody mixes up when copying.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
TOKEN_LENGTH = 24  # 118 bits
_MAC = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class SiteFacts:
    """What is said of a site."""

    name: str
    fallback_group: str
    page_v4: str = ""
    page_v6: str = ""
    host: str = ""
    routers: tuple[str, ...] = ()
    zones: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@transaction.atomic
def add_site(*, by: Person, unit: Unit, facts: SiteFacts) -> Site:
    """A new place of a school. Raises NotAllowed and Invalid."""
    _must(by, unit)
    site = Site(unit=unit)
    _take(site, facts)
    _keep(site, unit)
    record(by=by, what="filter_site.added", on=site, facts={"group": site.fallback_group})
    release_for(unit, by=by)
    return site


@transaction.atomic
def edit_site(*, by: Person, site: Site, facts: SiteFacts) -> None:
    """Raises NotAllowed and Invalid."""
    _must(by, site.unit)
    locked = Site.objects.select_for_update(of=("self",)).select_related("unit").get(pk=site.pk)
    _take(locked, facts)
    _keep(locked, site.unit)
    facts_told = {
        "group": locked.fallback_group,
        "routers": len(locked.routers),
        "zones": len(locked.zones),
    }
    record(by=by, what="filter_site.edited", on=locked, facts=facts_told)
    release_for(site.unit, by=by)


def _must(by: Person, unit: Unit) -> None:
    if not can_steer_school(by, unit):
        raise NotAllowed("Anh/chị không có quyền khai báo điểm trường của đơn vị này.")


def _take(site: Site, facts: SiteFacts) -> None:
    """Raises Invalid for what no filter could follow."""
    if not facts.name.strip():
        raise Invalid("Hãy đặt tên điểm trường.", "name")
    if facts.fallback_group not in Group.values:
        raise Invalid("Hãy chọn một nhóm.", "fallback_group")
    site.name = facts.name.strip()
    site.fallback_group = facts.fallback_group
    site.page_v4, site.page_v6 = facts.page_v4 or None, facts.page_v6 or None
    site.host = _named(facts.host.strip(), "host") if facts.host.strip() else ""
    site.routers = [_address(each, "routers") for each in facts.routers]
    site.zones = {_named(name, "zones"): _addresses(to, name) for name, to in facts.zones.items()}
    site.unit_id = site.unit.pk
    _try(site)


def _try(site: Site) -> None:
    plan = planned(site, Facts.about([site] if site.pk else [], clock.now()))
    try:
        Plan.from_json(replace(plan, revision=1).to_json())
    except BadPlan as wrong:
        field_name = "page_v6" if "IPv6" in str(wrong) else "page_v4"
        raise Invalid(str(wrong).capitalize(), field_name) from None


def _keep(site: Site, unit: Unit) -> None:
    twin = Site.objects.filter(unit=unit, name=site.name).exclude(pk=site.pk)
    if twin.exists():
        raise Invalid("Trường đã có điểm trường tên này.", "name")
    site.save()


def _address(text: str, where: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise Invalid(f"“{text}” không phải địa chỉ IP.", where) from None


def _addresses(texts: Iterable[str], name: str) -> list[str]:
    found = [_address(each, "zones") for each in texts]
    if not found:
        raise Invalid(f"Tên “{name}” chưa có địa chỉ.", "zones")
    return found


def _named(name: str, where: str) -> str:
    try:
        return names.checked(name.encode()).decode()
    except names.BadName as wrong:
        raise Invalid(f"“{name}”: {wrong}.", where) from None


@transaction.atomic
def add_client(
    *, by: Person, site: Site, group: str, kind: str, value: str = "", note: str = ""
) -> SiteClient:
    """Say which devices belong to a group. A path of its own (kind token) is made here and cannot
    be chosen: whoever knows it gets that group's rules. Raises NotAllowed and Invalid."""
    _must(by, site.unit)
    if group not in Group.values:
        raise Invalid("Hãy chọn một nhóm.", "group")
    told = new_token() if kind == ClientKind.TOKEN else _client_value(kind, value)
    _refuse_known(site, kind, told)
    try:
        with transaction.atomic():
            client = SiteClient.objects.create(
                site=site, group=group, kind=kind, value=told, note=note.strip()
            )
    except IntegrityError:
        raise Invalid("Đã có trong danh sách của điểm trường.", "value") from None
    record(by=by, what="filter_client.added", on=site, facts={"group": group, "kind": kind})
    release_for(site.unit, by=by)
    return client


@transaction.atomic
def remove_client(*, by: Person, client: SiteClient) -> None:
    """The devices fall back to the group of undeclared ones. Raises NotAllowed."""
    _must(by, client.site.unit)
    told = {"group": client.group, "kind": client.kind}
    record(by=by, what="filter_client.removed", on=client.site, facts=told)
    client.delete()
    release_for(client.site.unit, by=by)


def new_token() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(TOKEN_LENGTH))


def _client_value(kind: str, value: str) -> str:
    if kind == ClientKind.SUBNET:
        return _subnet(value.strip())
    if kind == ClientKind.MAC:
        return _mac(value)
    raise Invalid("Hãy chọn cách nhận biết.", "kind")


def _subnet(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text))
    except ValueError:
        pass
    try:
        wanted = ipaddress.ip_network(text, strict=False)
    except ValueError:
        words = f"“{text}” không phải dải địa chỉ; ghi như 10.20.1.0/24."
        raise Invalid(words, "value") from None
    raise Invalid(f"“{text}” là một máy trong dải; cả dải ghi là {wanted}.", "value")


def _mac(text: str) -> str:
    bare = re.sub(r"[\s:.-]", "", text).lower()
    if not _MAC.fullmatch(bare):
        raise Invalid(f"“{text}” không phải địa chỉ MAC; ghi như 3c:52:82:11:22:33.", "value")
    return ":".join(bare[at : at + 2] for at in range(0, 12, 2))


def _refuse_known(site: Site, kind: str, value: str) -> None:
    twin = SiteClient.objects.filter(site=site, kind=kind, value=value).first()
    if twin:
        words = f"Đã khai báo cho nhóm {twin.get_group_display()}: bỏ dòng đó trước."
        raise Invalid(words, "value")
