"""What runs on PostgreSQL too in `make test`, and why: the one list of it.

Everything runs on SQLite. Again on PostgreSQL runs what another database could answer otherwise:
raw SQL, locks, races, constraints, search, counts, transactions, planned statements, the walls
between readers (row security), backups. That is whatever asks for transactions of its own
(`django_db(transaction=True)`, `transactional_db`), by itself, and the files named here. All the
rest that touches the database is a program: `make soak ONLY=every-test` (MANGNON_EVERY_STORE=1).
The whole matrix of rights and every route by everybody are another: `make soak ONLY=rights`.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import PurePath

ON_POSTGRESQL_TOO = {
    "tests/base/*.py": "tables made at once, statements planned once",
    "tests/base/audit/*.py": "triggers, and the chain under a lock",
    "tests/base/files/test_store.py": "once under a hash: a unique key",
    "tests/base/health/test_backup.py": "another program dumps and restores",
    "tests/base/health/test_health.py": "what is asked of the database itself",
    "tests/base/jobs/*.py": "the queue takes a row that nobody else has: SKIP LOCKED",
    "tests/base/limits/*.py": "counted in one statement",
    "tests/base/notices/test_telling.py": "once and after the commit",
    "tests/units/test_importing.py": "all rows or none",
    "tests/units/test_people.py": "constraints of roles, the record of who ended them",
    "tests/units/test_places.py": "rows laid down again over those that are there",
    "tests/units/test_scope.py": "the tree of units in one question",
    "tests/directives/work/test_following.py": "sums and counts of the board",
    "tests/directives/work/test_issuing.py": "all of a letter at once, each once",
    "tests/directives/work/test_reminding.py": "each once: a unique key",
    "tests/gateway/asking/test_taking.py": "counted in one statement, once an id",
    "tests/gateway/figures/test_measures.py": "counted questions",
    "tests/gateway/fleet/test_enrolling.py": "a code is used once",
    "tests/gateway/steering/test_sites.py": "addresses have a type of their own there",
    "tests/library/test_search.py": "full text, in the same order",
    "tests/publishing/test_posting.py": "a post is taken by one worker",
    "tests/project/test_sessions.py": "one write a session",
    "tests/cases/exports/test_taking.py": "walls; few a year, by counting",
    "tests/cases/figures/test_counting.py": "walls; sums",
    "tests/cases/figures/test_indicators.py": "walls; sums",
    "tests/cases/handing/test_*.py": "walls between two units and two provinces",
    "tests/cases/machine/test_alarming.py": "each mark once: a unique key",
    "tests/cases/machine/test_carrying.py": "walls along the whole life of a case",
    "tests/cases/rights/test_[fistvw]*.py": "walls: whoever reads, shares, is let in, is left out",
    "tests/cases/rights/test_re*.py": "walls; what is erased when, and who reads the record",
    "tests/cases/screens/test_case_page.py": "walls, as a page meets them",
    "tests/cases/screens/test_triage.py": "walls, as a page meets them",
    "tests/cases/subjects/test_asking.py": "walls; numbers given once",
    "tests/reports/evidence/test_taking.py": "walls; parts of a file",
    "tests/reports/partner/test_partner.py": "walls; once each: a unique key",
    "tests/reports/races/*.py": "races",
    "tests/reports/test_intake.py": "walls; never twice: a unique key",
    "tests/reports/test_keys.py": "walls around keys",
    "tests/reports/test_pages.py": "walls, as whoever is signed out meets them",
    "tests/reports/test_receipts.py": "walls; guesses counted in one statement",
    "tests/reports/test_walls_in_a_backup.py": "walls where a backup is put back",
}

# These have a program that does the same on PostgreSQL, and more of it.
IN_THE_LONG_RUN = {"tests/reports/canaries/*.py": "make soak ONLY=canaries"}


@cache  # asked once of each test, in every process
def on_postgresql_too(file: str, *, transactions: bool) -> bool:
    """file: of a test that touches the database; transactions: whether it asks for its own."""
    if os.environ.get("MANGNON_EVERY_STORE"):
        return True
    if any(PurePath(file).match(pattern) for pattern in IN_THE_LONG_RUN):
        return False
    return transactions or any(PurePath(file).match(pattern) for pattern in ON_POSTGRESQL_TOO)
