"""The face of the filters' steering: everything that screens and other domains may use."""

from __future__ import annotations

from mangnon.gateway.actions.catalogue import load_catalogue
from mangnon.gateway.perms import can_see_filters
from mangnon.gateway.refusals import Invalid, NotAllowed, Refusal
from mangnon.gateway.seeding import demo_filter, seed_demo

__all__ = [
    "Invalid",
    "NotAllowed",
    "Refusal",
    "can_see_filters",
    "demo_filter",
    "load_catalogue",
    "seed_demo",
]
