"""Addressees that ask what they mean today: proposed answers, and units found by name."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone

from mangnon.directives import api
from mangnon.directives.models import Addressee, Directive
from mangnon.kit.vietnamese.keys import key
from mangnon.units.api import Choice, Unit, province_unit, resolve_addressee, units_under

MOST_FOUND = 40


@dataclass(frozen=True)
class Question:
    choices: tuple[Choice, ...]
    found: tuple[Unit, ...]
    searched: str


def questions_of(request: HttpRequest, review: api.Review) -> dict[int, Question]:
    """Addressee's id → what can be answered."""
    row, words = request.GET.get("dong", ""), request.GET.get("tim", "").strip()
    asked = {}
    for addressee in review.addressees:
        here = words if row == str(addressee.pk) else ""
        if addressee.question or here:
            asked[addressee.pk] = Question(
                _choices(addressee, review.directive),
                _found(review.directive, here) if here else (),
                here,
            )
    return asked


def _choices(addressee: Addressee, directive: Directive) -> tuple[Choice, ...]:
    if not addressee.question:
        return ()
    today = timezone.localdate()
    return resolve_addressee(addressee.text, issuer=directive.issuer, on=today).choices


def _found(directive: Directive, words: str) -> tuple[Unit, ...]:
    """Units of the issuer's province whose name holds the words, marks or not."""
    wanted = key(words)
    province = province_unit(directive.issuer.province_id or "")
    found = (unit for unit in units_under(province) if wanted in key(unit.name))
    return tuple(islice(found, MOST_FOUND))


def answer(row: int, post: QueryDict, directive: Directive) -> list[int]:
    """The units of the chosen answer, else those that stand there already; and the ticked ones."""
    lines = {one.pk: one for one in api.review_of(directive).addressees}
    if row not in lines:
        raise Http404
    addressee = lines[row]
    chosen, choices = post.get(f"answer-{row}", ""), _choices(addressee, directive)
    units = tuple(addressee.units.all())
    if chosen.isdecimal() and int(chosen) < len(choices):
        units = choices[int(chosen)].units
    found = [int(pk) for pk in post.getlist(f"found-{row}") if pk.isdecimal()]
    return list(dict.fromkeys([*(unit.pk for unit in units), *found]))
