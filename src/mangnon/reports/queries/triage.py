"""Reports as the staff sees them: the only road to their rows. What is barred is in none."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from mangnon.base.walls import for_the_system
from mangnon.reports.carriers import carried_by, reading_units
from mangnon.reports.choices import ReportState, Side
from mangnon.reports.models import BlindMark, Report, ReportHold, ReportMessage
from mangnon.reports.perms import barred_from, key_units
from mangnon.units.api import Person, Role, scope_of

# So many more are looked at, of which others may be those who answer.
_ASIDE = 4
# What still waits for somebody to decide.
WAITING = (ReportState.RECEIVED, ReportState.TRIAGED)


def reports_visible_to(person: Person) -> QuerySet[Report]:
    """Those that units of the person's received; for a provincial officer, those of the province;
    and those whose case the person carries, whoever received them.

    Nobody whose work is not with reports sees any, and nobody one that is barred from them.
    """
    if not key_units(person):
        return Report.objects.none()
    return _kept_for(person, _received(person) | carried_by(person))


def _received(person: Person) -> Q:
    seen = Q(receiving_unit__in=[unit.pk for unit in key_units(person)])
    for held in scope_of(person).held:
        if held.role == Role.PROVINCIAL_OFFICER:
            seen |= Q(receiving_unit__path__startswith=held.root)
    return seen


def _kept_for(person: Person, seen: Q) -> QuerySet[Report]:
    kept = Report.objects.filter(seen, is_test=False)  # tests of partners reach no desk
    return kept.exclude(Exists(barred_from(person, OuterRef("pk"))))


def report_for(person: Person, pk: UUID | str) -> Report:
    """One of them. Raises Report.DoesNotExist alike for what is absent and what is not theirs."""
    related = ("receiving_unit", "commune", "school", "taken_by", "second", "duplicate_of")
    return reports_visible_to(person).select_related(*related).get(pk=pk)


def reports_waiting(person: Person) -> QuerySet[Report]:
    """What nobody has decided on: danger first, what came in a flood last, then the oldest.

    It is no case, so nobody carries it, and whoever received it is asked alone."""
    if not key_units(person):
        return Report.objects.none()
    waiting = _kept_for(person, _received(person)).filter(state__in=WAITING)
    order = ("quarantined", "-danger_now", "received_at")
    return waiting.select_related("receiving_unit", "commune").order_by(*order)


def reports_unheeded(received_by: datetime, mark: int) -> QuerySet[Report]:
    """For the system: what nobody decided on though it came so long ago, and of which the last mark
    was not told yet, of the first words or of those after a decision. What came in a flood waits
    without a word: danger is never among it.
    """
    rows = Report.objects.filter(state__in=WAITING, is_test=False, quarantined=False)
    first = Q(received_at__lte=received_by, alarmed__lt=mark)
    late = rows.filter(first | Q(news_at__lte=received_by, news_alarmed__lt=mark))
    return late.select_related("receiving_unit").order_by("received_at", "pk")


def reports_with_news(person: Person, most: int) -> list[Report]:
    """Reports that became cases, whose reporter wrote what nobody read yet; the oldest first.

    Where a case went on and the unit responsible opens the report, it stands with that unit alone.
    """
    told = _unread().values("report_id")
    news = reports_visible_to(person).filter(state=ReportState.LINKED, pk__in=told)
    rows = news.select_related("commune").order_by("received_at")[: most * _ASIDE]
    return answered_by(person, list(rows))[:most]


@for_the_system("whose it is to read what the reporter writes")
def answered_by(person: Person, reports: list[Report]) -> list[Report]:
    """Those of them in which it is for this person to read what the reporter wrote: where a case
    went on, for the unit responsible, once it opens the report."""
    elsewhere, own = reading_units(reports), {unit.pk for unit in key_units(person)}
    return [one for one in reports if one.pk not in elsewhere or elsewhere[one.pk].pk in own]


@for_the_system("that there is something to read, for whoever works on the case of it")
def has_news(report: Report) -> bool:
    """Whether the reporter wrote something that nobody read yet."""
    return _unread().filter(report=report).exists()


def _unread() -> QuerySet[ReportMessage]:
    return ReportMessage.objects.filter(side=Side.REPORTER, read_at=None)


def reports_held(person: Person) -> QuerySet[Report]:
    """Those that the law holds, each with why in `holds`."""
    held = reports_visible_to(person).filter(held=True).order_by("received_at")
    open_now = ReportHold.objects.filter(lifted_at=None)
    return held.prefetch_related(Prefetch("holds", open_now, to_attr="holding"))


def report_of_number(person: Person, number: str) -> Report | None:
    """A report that the person sees, by its number however it was typed."""
    return reports_visible_to(person).filter(number=number.strip().upper()).first()


def alike(person: Person, report: Report) -> QuerySet[Report]:
    """Others with the same name or phone number, found by blind marks."""
    marks = BlindMark.objects.filter(report=report).values("mark")
    same = BlindMark.objects.filter(mark__in=marks).values("report_id")
    return reports_visible_to(person).filter(pk__in=same).exclude(pk=report.pk)
