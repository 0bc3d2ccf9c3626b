"""The steering of the filters.

Personal data kept here: names of staff who decided something; MAC addresses and paths that put a
device into an age group; and, only for an open safeguarding matter, sealed names that one device
asked for (`trails`). What pupils look at is otherwise counted, never kept.
"""

from mangnon.gateway.models.asking import Allowance, Ask, UnblockRequest
from mangnon.gateway.models.fleet import Alarm, Enrolment, Gateway
from mangnon.gateway.models.lists import Bundle, ListSource, ListVersion, OrderedName, WrongBlock
from mangnon.gateway.models.policy import Setting, Site, SiteClient
from mangnon.gateway.models.trails import Matter, TrailRecord

__all__ = [
    "Alarm",
    "Allowance",
    "Ask",
    "Bundle",
    "Enrolment",
    "Gateway",
    "ListSource",
    "ListVersion",
    "Matter",
    "OrderedName",
    "Setting",
    "Site",
    "SiteClient",
    "TrailRecord",
    "UnblockRequest",
    "WrongBlock",
]
