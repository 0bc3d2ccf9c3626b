"""`python -m tests.cases.rights`: every address × 12 roles × 5 relations, one line of JSON."""

from __future__ import annotations

import json
import sys
import time

from django.db import connection

from tests.cases import house  # before anything of Django  # noqa: F401
from tests.cases.rights.routes import ROUTES
from tests.cases.rights.setting import shared_case
from tests.cases.rights.walking import make_world, walk

begun = time.monotonic()
asked = walk(make_world(shared_case()))
print(  # noqa: T201  a program whose output is its figure
    json.dumps(
        {
            "soak": "case_rights",
            "database": connection.vendor,
            "routes": len(ROUTES),
            "cells": len(asked.cells),
            "requests": asked.requests,
            "wrong": len(asked.wrong),
            "first_wrong": asked.wrong[:5],
            "seconds": round(time.monotonic() - begun, 1),
        },
        ensure_ascii=False,
    )
)
sys.exit(0 if not asked.wrong and asked.requests >= 10_000 else 1)
