"""The pictures of a letter's work: where it stands on the map, and day by day."""

from __future__ import annotations

from django.utils.safestring import SafeString

from mangnon.directives import api
from mangnon.directives.models import Directive


def map_of(directive: Directive, points: tuple[api.MapPoint, ...]) -> SafeString:
    return SafeString("")


def timeline_of(line: api.Timeline) -> SafeString:
    return SafeString("")
