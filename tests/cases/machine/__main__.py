"""`python -m tests.cases.machine STEPS`: random walks through the machine, one line of JSON."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.project.settings"
os.environ["MANGNON_DATA"] = tempfile.mkdtemp()

import django

django.setup()

from tests.cases.machine.test_walking import CaseMachine, walk_about  # noqa: E402

wanted, begun = int(sys.argv[1]), time.monotonic()
broken = ""
try:
    walk_about(wanted)
except AssertionError as wrong:
    broken = str(wrong) or "an invariant"
print(  # noqa: T201  a program whose output is its figure
    json.dumps(
        {
            "soak": "case_machine",
            "steps": CaseMachine.steps_made,
            "states_reached": len(CaseMachine.reached),
            "broken": broken,
            "seconds": round(time.monotonic() - begun, 1),
        },
        ensure_ascii=False,
    )
)
sys.exit(1 if broken else 0)
