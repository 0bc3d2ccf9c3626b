"""The face of the filters' steering: everything that screens and other domains may use."""

from __future__ import annotations

from mangnon.gateway.actions.catalogue import load_catalogue
from mangnon.gateway.models import UnblockRequest
from mangnon.gateway.perms import can_see_filters
from mangnon.gateway.policies import GROUPS
from mangnon.gateway.queries.asking import waiting_for as requests_waiting_for
from mangnon.gateway.queries.trails import can_see_matters, matters_waiting_for
from mangnon.gateway.refusals import Invalid, NotAllowed, Refusal
from mangnon.gateway.seeding import demo_filter, seed_demo

__all__ = [
    "GROUPS",
    "Invalid",
    "NotAllowed",
    "Refusal",
    "UnblockRequest",
    "can_see_filters",
    "can_see_matters",
    "demo_filter",
    "load_catalogue",
    "matters_waiting_for",
    "requests_waiting_for",
    "seed_demo",
]
