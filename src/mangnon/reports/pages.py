"""Pages that are alike for everybody: rendered once, and filled in with what is a visitor's own.

The template engine takes 2 to 12 ms for a page of questions (radio buttons, 96 communes), more than
everything else that such a page costs; filling one in takes 0.1 ms (bench/reports_load.py prints
what a whole report takes). What people wrote is never part of a page that is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping
from functools import cache
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.html import escape

from mangnon.base.ui.site import Site

_MOST = 256
_kept: dict[Hashable, list[str]] = {}
Marks = Mapping[str, str]


@cache
def _mark(name: str) -> str:
    """What stands in a kept page for a value: a UUID, so that it fits an address too."""
    return str(uuid4())


def alike(
    request: HttpRequest,
    template: str,
    context: Callable[[Marks], dict[str, Any]],
    *,
    own: Marks,
    of: Hashable = (),
) -> HttpResponse:
    """The page with the values of `own` in it, escaped.

    `context` makes the template's context from marks called as in `own`; it is asked only when no
    such page is kept. `of` tells all else that the page depends on.
    """
    # The last page rendered may be from before a change of these, in tests as on a running site.
    key = (template, of, Site().province, settings.DEMO)
    if (parts := _kept.get(key)) is None:
        parts = _rendered(request, template, context, own)
        while len(_kept) >= _MOST:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = parts
    values: dict[str, str] = {_mark(name): escape(value) for name, value in own.items()}
    values[_mark("csrf_token")] = get_token(request)
    return HttpResponse("".join(values.get(part, part) for part in parts))


def _rendered(
    request: HttpRequest, template: str, context: Callable[[Marks], dict[str, Any]], own: Marks
) -> list[str]:
    """The page cut at its marks."""
    marks = {name: _mark(name) for name in (*own, "csrf_token")}
    made = context(marks) | {"csrf_token": marks["csrf_token"]}
    page = render_to_string(template, made, request)
    return re.split(f"({'|'.join(marks.values())})", page)
