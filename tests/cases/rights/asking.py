"""Everything that can be asked of a case, each as a question with yes or no and no trace left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from mangnon.cases.actions.applying import apply
from mangnon.cases.actions.glass import break_glass, judge_glass
from mangnon.cases.actions.identity import answer_identity, ask_identity
from mangnon.cases.actions.looking import read_case
from mangnon.cases.actions.retaining import set_hold
from mangnon.cases.actions.sharing import share, stop_share
from mangnon.cases.machine.deciding import EVENTS
from mangnon.cases.models import BrokenGlass, Case, IdentityRequest
from mangnon.cases.perms import can_see, classes_readable, parts_of
from mangnon.cases.queries.visible import (
    case_for,
    case_in_need,
    cases_visible_to,
    glasses_to_judge,
    identity_to_answer,
)
from mangnon.cases.refusals import Conflict, NotAllowed
from mangnon.units.models import Person, Unit
from tests.cases.machine.cast import Cast

Ask = Callable[[Person, Unit], Any]
Question = tuple[str, str, Ask]


@dataclass(frozen=True)
class Matter:
    """A case with a glass somebody broke and a question somebody asked."""

    cast: Cast
    glass: BrokenGlass
    asked: IdentityRequest

    @property
    def case(self) -> Case:
        """As it stands in the database now."""
        return Case.objects.get(pk=self.cast.case.pk)

    def questions(self) -> Iterator[Question]:
        """(name, the letter it needs, the question)."""
        yield from self._reads()
        yield from self._acts()
        for event in EVENTS:
            yield f"move {event}", "S", self._moves(event)

    def _reads(self) -> Iterator[Question]:
        pk, number = self.cast.case.pk, self.cast.case.number
        seen = cases_visible_to
        yield "list", "S", lambda who, _: pk in {case.pk for case in seen(who)}
        yield "count", "S", lambda who, _: seen(who).count() == 1
        yield "search", "S", lambda who, _: seen(who).filter(number=number).exists()
        yield "export", "S", lambda who, _: bool(seen(who).values_list("pk", "received_at"))
        yield "get", "S", lambda who, _: tried(lambda: case_for(who, pk))
        yield "read", "S", lambda who, _: tried(lambda: read_case(by=who, case_id=pk))
        yield "see", "S", lambda who, _: can_see(who, self.case)
        yield "classes", "S", lambda who, _: bool(classes_readable(who, self.case))
        yield "parts", "S", lambda who, _: bool(parts_of(who, self.case))
        yield "glasses", "A", lambda who, _: glasses_to_judge(who).exists()
        yield "requests", "A", lambda who, _: identity_to_answer(who).exists()
        yield "need", "N", lambda who, _: tried(lambda: case_in_need(who, number))

    def _acts(self) -> Iterator[Question]:
        pk, number, centre = self.cast.case.pk, self.cast.case.number, self.cast.house.centre
        reader, glass, asked = self.cast.readers[self.cast.chair.pk], self.glass, self.asked
        shared = {"case_id": pk, "unit": centre, "classes": ["health"], "why": "", "reader": reader}
        yield "break", "N", _doing(break_glass, number=number, reason="gấp")
        yield "ask", "Q", _doing(ask_identity, case_id=pk, reason="cần")
        yield "judge", "A", _doing(judge_glass, glass=glass, right=True)
        yield "answer", "A", _doing(answer_identity, asked=asked, granted=True)
        yield "share", "G", _doing(share, **shared)
        yield "stop", "G", _doing(stop_share, case_id=pk, unit=centre)
        yield "hold", "H", _doing(set_hold, case_id=pk, held=True, reason="điều tra")

    def _moves(self, event: str) -> Ask:
        return lambda who, unit: reaches(self.cast.case, event, who, unit)


def _doing(action: Callable[..., Any], **said: Any) -> Ask:
    return lambda who, _: tried(lambda: action(by=who, **said))


def tried(what: Callable[[], Any]) -> bool:
    """Whether it is done; undone again. What is refused is refused by name."""
    with transaction.atomic():
        try:
            what()
            return True
        except (NotAllowed, Case.DoesNotExist):
            return False
        finally:
            transaction.set_rollback(True)


def reaches(case: Case, event: str, who: Person, unit: Unit) -> bool:
    """Whether a move gets past the wall of rights: a version nobody has stops it behind it."""
    try:
        apply(case_id=case.pk, event=event, by=who, unit=unit, version=0, token="")
    except NotAllowed:
        return False
    except Conflict:
        return True
    raise AssertionError("a move was made from a version that nobody has")
