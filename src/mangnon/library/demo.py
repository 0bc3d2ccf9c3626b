"""The demo's library: the starter maps, and three light products of one of them."""

from __future__ import annotations

from mangnon.library.actions.making import make_products
from mangnon.library.actions.starters import load_starter
from mangnon.library.models import MessageMap, Product
from mangnon.units.api import Role, RoleGrant

_GENRES = ("article", "poster", "social")
_FIRST = "thong-tin-rieng-tieu-hoc"


def seed_demo() -> None:
    """Once. Needs the demo province of `units`; the products are made by jobs after the start."""
    officer = _officer()
    if officer is None:
        return
    load_starter(officer.unit)
    of_map = MessageMap.objects.filter(document__starter=_FIRST, unit=officer.unit).first()
    if of_map is None or Product.objects.filter(unit=officer.unit).exists():
        return
    make_products(
        by=officer.person,
        of_map=of_map,
        unit=officer.unit,
        names=_GENRES,
        theme=of_map.audience,
    )


def _officer() -> RoleGrant | None:
    grants = RoleGrant.objects.filter(
        role=Role.PROVINCIAL_OFFICER, person__is_demo=True, ended_at=None
    )
    return grants.select_related("person", "unit").order_by("pk").first()
