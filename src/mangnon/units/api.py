"""The face of units: what other domains may import."""

from mangnon.units.addressees import Choice, Resolution, resolve_addressee, resolve_addressees
from mangnon.units.choices import ROLES_THAT_ACT, Role, SchoolLevel, UnitKind
from mangnon.units.demo import DEMO_PASSWORD, demo_leftovers, demo_logins, seed_demo
from mangnon.units.models import Commune, Contact, Person, Province, RoleGrant, Unit
from mangnon.units.perms import Held, Scope, can_act_for, can_manage_units, scope_of
from mangnon.units.places import load_places, open_province
from mangnon.units.queries import (
    contacts_shown,
    current_unit,
    people_at,
    province_unit,
    roles_of,
    units_under,
)

__all__ = [
    "DEMO_PASSWORD",
    "ROLES_THAT_ACT",
    "Choice",
    "Commune",
    "Contact",
    "Held",
    "Person",
    "Province",
    "Resolution",
    "Role",
    "RoleGrant",
    "SchoolLevel",
    "Scope",
    "Unit",
    "UnitKind",
    "can_act_for",
    "can_manage_units",
    "contacts_shown",
    "current_unit",
    "demo_leftovers",
    "demo_logins",
    "load_places",
    "open_province",
    "people_at",
    "province_unit",
    "resolve_addressee",
    "resolve_addressees",
    "roles_of",
    "scope_of",
    "seed_demo",
    "units_under",
]
