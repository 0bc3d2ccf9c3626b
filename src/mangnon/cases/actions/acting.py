"""How long it took until something was first done in a case: kept once, for the statistics."""

from __future__ import annotations

from datetime import datetime

from mangnon.cases.models import Case

# What is done for the child itself, beyond passing the matter on.
FIRST_ACTIONS = frozenset({"take", "assess_risk", "protect", "separate", "report_crime"})


def note_first_action(case: Case, event: str, now: datetime) -> None:
    """Whole minutes from the information to the first action; later ones change nothing."""
    if event not in FIRST_ACTIONS or case.acted_minutes is not None:
        return
    case.acted_minutes = max(int((now - case.received_at).total_seconds() // 60), 0)
    Case.objects.filter(pk=case.pk, acted_minutes=None).update(acted_minutes=case.acted_minutes)
