"""A worker with a short lease and grace, for tests: `python -m tests.base.jobs.short_worker`."""

from __future__ import annotations

import os
from datetime import timedelta

from mangnon.base.loading import load

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mangnon.project.settings")
load()

from mangnon.base.jobs.periodic import Periodic, Timetable  # noqa: E402
from mangnon.base.jobs.worker import Worker  # noqa: E402
from tests.base.jobs.sample_tasks import greet  # noqa: E402

known = {}
if os.environ.get("WITH_PERIODIC"):
    hourly = Periodic(greet.using(), timedelta(hours=1), None)
    known = {"tests.base.jobs.sample_tasks.greet": hourly}

Worker(lease=timedelta(seconds=1), poll=0.02, grace=1.0, timetable=Timetable(known)).run()
