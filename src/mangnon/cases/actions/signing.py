"""The two keys by which other installations know this one, from the key of the installation: what
it signs, and what others lock cases for it with. Nothing more is kept or backed up."""

from __future__ import annotations

from django.conf import settings

from mangnon.cases.packages import Card, public_of, said_key, signature_of
from mangnon.reports.api import installation_key
from mangnon.units.api import province_unit


def sealing_private() -> bytes:
    return installation_key("cases-sealing")


def signing_seed() -> bytes:
    return installation_key("cases-signing")


def signed_here(raw: bytes) -> bytes:
    return signature_of(raw, signing_seed())


def own_card() -> Card:
    """What another province adds to know us."""
    public = public_of(sealing_private())
    name = str(province_unit(settings.PROVINCE_CODE).province)
    return Card(name, settings.PROVINCE_CODE, said_key(signing_seed()), public)
