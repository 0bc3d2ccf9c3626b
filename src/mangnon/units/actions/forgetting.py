"""Personal data of staff that has done its service."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessFailureLog
from django.contrib.sessions.models import Session
from django.db import transaction

from mangnon.base.audit import api as audit
from mangnon.units.queries import dead_invitations, stale_drafts

TRIES_KEPT = timedelta(days=30)


@transaction.atomic
def forget_stale(*, now: datetime) -> dict[str, int]:
    """Delete what is past its time; how many of each, as also written to the record."""
    ended = Session.objects.filter(expire_date__lt=now).values("session_key")
    gone = {
        "drafts": stale_drafts(now).delete()[0],
        "invitations": dead_invitations(now).delete()[0],
        "tries": AccessAttempt.objects.filter(attempt_time__lt=now - TRIES_KEPT).delete()[0],
        "failures": AccessFailureLog.objects.filter(attempt_time__lt=now - TRIES_KEPT).delete()[0],
        "sessions": UserSession.objects.filter(session_key__in=ended).delete()[0],
    }
    Session.objects.filter(expire_date__lt=now).delete()
    if any(gone.values()):
        audit.record(by=None, what="accounts.forgotten", on=("units", "stale"), facts=gone)
    return gone
