"""`python -m tests.cases.machine.races 10000`: five kinds of races, one line of JSON.

SQLite in a folder of its own, or the empty database of DATABASE_URL.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from hashlib import sha256

os.environ["DJANGO_SETTINGS_MODULE"] = "mangnon.project.settings"
os.environ["MANGNON_DATA"] = tempfile.mkdtemp()
os.environ.setdefault("MANGNON_LOG", "json")

import django
from django.core.management import call_command

django.setup()
call_command("migrate", interactive=False, verbosity=0)

from django.db import connection  # noqa: E402

from mangnon.base.audit.api import verify  # noqa: E402
from mangnon.base.walls import whole_program_asks  # noqa: E402
from mangnon.kit import sealing  # noqa: E402
from tests.cases.machine.cast import make_cast  # noqa: E402
from tests.cases.machine.races.kinds import KINDS, brought  # noqa: E402
from tests.cases.machine.races.running import run  # noqa: E402

# Passphrases are not what is tried here, and Argon2 is slow on purpose.
sealing.key_of = lambda words, salt: sha256(salt + words.encode()).digest()  # type: ignore[assignment]
whole_program_asks("a measurement")
wanted, begun = int(sys.argv[1]), time.monotonic()
cast = make_cast()
each = -(-wanted // len(KINDS))
told = {kind.name: run(kind, brought(kind, cast), each) for kind in KINDS}
wrong = [words for one in told.values() for words in one.wrong]
print(  # noqa: T201  a program whose output is its figure
    json.dumps(
        {
            "soak": "case_races",
            "database": connection.vendor,
            "races": sum(one.races for one in told.values()),
            "kinds": len(told),
            "winners": {name: dict(one.winners) for name, one in told.items()},
            "not_one_winner": len(wrong),
            "first_wrong": wrong[:3],
            "record_holds": verify() == [],
            "seconds": round(time.monotonic() - begun, 1),
        },
        ensure_ascii=False,
    )
)
sys.exit(1 if wrong else 0)
