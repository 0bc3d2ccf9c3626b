"""`python -m tests.base.audit.tampering`: the record bent in ten ways, one line of JSON.

SQLite in a folder of its own, or the database of DATABASE_URL, which must be empty.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.project.settings"
os.environ["MANGNON_DATA"] = tempfile.mkdtemp()
os.environ.setdefault("MANGNON_LOG", "json")

import django
from django.core.management import call_command

django.setup()
call_command("migrate", interactive=False, verbosity=0)

from django.db import connection  # noqa: E402

from tests.base.audit.tampering import store  # noqa: E402
from tests.base.audit.tampering.trying import tampered, verified  # noqa: E402

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--tamperings", type=int, default=1000)
parser.add_argument("--rows", type=int, default=400)
parser.add_argument("--seed", type=int, default=1)
given, begun = parser.parse_args(), time.monotonic()

whole = store.written(given.rows, anchors_every=50)
done, missed = tampered(whole, given.tamperings, given.seed)
whole_again = verified() == (0, set())
print(  # noqa: T201  a program whose output is its figure
    json.dumps(
        {
            "soak": "audit_tampering",
            "database": connection.vendor,
            "rows": given.rows,
            "tamperings": sum(done.values()),
            "kinds": len(done),
            "found_and_named": sum(done.values()) - len(missed),
            "missed": missed[:5],
            "whole_when_undone": whole_again,
            "seconds": round(time.monotonic() - begun, 1),
        },
        ensure_ascii=False,
    )
)
sys.exit(1 if missed or not whole_again else 0)
