"""`python -m tests.cases.machine.races.one KIND RACES`: one kind, in the migrated database that the
environment names. One line of JSON for the program that began it."""

from __future__ import annotations

import json
import sys
import time
from hashlib import sha256

import django

django.setup()

from mangnon.base.audit.api import verify  # noqa: E402
from mangnon.base.walls import whole_program_asks  # noqa: E402
from mangnon.kit import sealing  # noqa: E402
from tests.cases.machine.cast import make_cast  # noqa: E402
from tests.cases.machine.races.kinds import KINDS, brought  # noqa: E402
from tests.cases.machine.races.running import run  # noqa: E402

# Passphrases are not what is tried here, and Argon2 is slow on purpose.
sealing.key_of = lambda words, salt: sha256(salt + words.encode()).digest()  # type: ignore[assignment]
whole_program_asks("a measurement")
kind = next(one for one in KINDS if one.name == sys.argv[1])
cast = brought(kind, make_cast())
begun = time.process_time()
told = run(kind, cast, int(sys.argv[2]))
print(  # noqa: T201  a program whose output is its figure
    json.dumps(
        {
            "races": told.races,
            "winners": dict(told.winners),
            "wrong": told.wrong,
            "cpu_seconds": time.process_time() - begun,
            "record_holds": verify() == [],
        },
        ensure_ascii=False,
    )
)
