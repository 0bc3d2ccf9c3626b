"""`python -m tests.cases.api`: every state × event × part by a program and on the page; one line of
JSON, 1 when a program is not offered or not answered what a page is."""

from __future__ import annotations

import json
import sys
import time

from django.db import connection

from tests.cases import house  # before anything of Django  # noqa: F401
from tests.cases.api.comparing import compare
from tests.cases.rights.setting import shared_case

begun = time.monotonic()
told = compare(shared_case())
print(  # noqa: T201  a program whose output is its figure
    json.dumps(
        {
            "soak": "case_programs",
            "database": connection.vendor,
            "offers": told.offers,
            "moves": told.ends.total(),
            "pages_beside": told.pages,
            "ends": dict(told.ends),
            "wrong": len(told.wrong),
            "first_wrong": told.wrong[:5],
            "seconds": round(time.monotonic() - begun, 1),
        },
        ensure_ascii=False,
    )
)
sys.exit(0 if not told.wrong and told.ends.total() == told.moves.total() else 1)
