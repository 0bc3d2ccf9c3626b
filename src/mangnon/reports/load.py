"""Under load: who did a little work, or waited, goes to the main lane; nobody is refused.

No address is counted: a whole school may stand behind one. What is counted is how many reports
came in within a minute. Above the measure the last page gives the browser a proof of work (altcha)
to do, unless the draft was begun a while ago: a person who writes takes longer than a program.
Who neither took that long nor worked is accepted all the same and sorted last, unless the words or
the answers speak of danger. Nobody is shown a page more, or asked to wait.
"""

from __future__ import annotations

import base64
import csv
import json
import re
import time
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import altcha

from mangnon.base.walls import for_the_system
from mangnon.kit import clock
from mangnon.kit.vietnamese import key as bare
from mangnon.reports.answers import Answers
from mangnon.reports.installation import installation_key
from mangnon.reports.models import Report

CALM_A_MINUTE = 120
WAIT_SECONDS, GOOD_FOR_SECONDS = 15, 3600
_COST, _STEEP = 1, 4
_STEPS = (1, 2, _STEEP)
_ALGORITHM = "SHA-256"


@cache
def _danger() -> re.Pattern[str]:
    with (Path(__file__).parent / "data" / "danger_words.csv").open(encoding="utf-8") as file:
        words = [re.escape(bare(row["words"])) for row in csv.DictReader(file)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


def speaks_of_danger(answers: Answers) -> bool:
    """By answers or by words, with or without marks. Too often rather than too seldom."""
    return answers.high_risk or bool(_danger().search(bare(answers.what)))


@for_the_system("how much comes in")
def pressure() -> float:
    """How many times the calm measure came in within the last minute: 0, 1, 2 or 4.

    One question, answered from an index, that counts no further than it matters.
    """
    since = clock.now() - timedelta(minutes=1)
    lately = Report.objects.filter(is_test=False, received_at__gte=since).order_by()
    came = lately[: CALM_A_MINUTE * _STEEP].count()
    return float(max((step for step in _STEPS if came >= CALM_A_MINUTE * step), default=0))


def challenge(token: str, pressure: float) -> str:
    """What the browser works on, as JSON; harder as more comes in. Bound to the form's token."""
    made = altcha.create_challenge(
        _ALGORITHM,
        _COST,
        key_prefix="0000" if pressure >= _STEEP else "000",
        expires_at=int(time.time()) + GOOD_FOR_SECONDS,
        data={"token": token},
        hmac_secret=installation_key("work"),
    )
    return json.dumps(made.to_dict())


def worked(token: str, payload: str) -> bool:
    """Whether the work of this very form was done."""
    if not payload:
        return False
    try:
        told: dict[str, Any] = json.loads(base64.b64decode(payload))
        bound = told["challenge"]["parameters"]["data"]["token"] == token
        result = altcha.verify_solution(payload, installation_key("work"))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return False  # whatever it was, it was no proof
    return bound and bool(result.verified)


def waited(said: Mapping[str, Any]) -> bool:
    """Whether a draft was begun long enough ago: whoever thinks and types has waited already."""
    return time.time() - float(said.get("since", 0)) >= WAIT_SECONDS
