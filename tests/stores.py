"""What runs on SQLite alone, and why: the one list of it.

Everything that touches the database runs again on PostgreSQL, but for these: their subject is what
a page shows or what a text means, asked through queries that other tests ask on both databases. Raw
SQL, locks, races, constraints, search, counts, transactions and row security (reports and cases,
whole) are never named here. `make soak` runs these on PostgreSQL too: MANGNON_EVERY_STORE=1.
"""

from __future__ import annotations

import os
from pathlib import PurePath

RENDERED_ONLY = {
    "tests/project/test_every_view.py": "the declarations of every view",
    "tests/project/test_headers.py": "headers, which no row changes",
    "tests/corpus/*.py": "how letters are read",
    "tests/units/test_addressees.py": "what words of an addressee mean",
    "tests/units/test_permissions.py": "rules in Python over roles read by one query",
    "tests/directives/screens/*.py": "pages; what they do is tested in work, letters and outgoing",
    "tests/directives/letters/*.py": "how letters are read",
    "tests/gateway/asking/test_pages.py": "pages; what they do is tested in test_answering",
    "tests/gateway/feeds/test_screens.py": "pages; what they do is tested in test_updating",
    "tests/gateway/figures/test_page.py": "a page of figures counted in figures",
    "tests/gateway/fleet/test_pages.py": "pages; what they do is tested in test_enrolling",
    "tests/gateway/steering/test_policy_pages.py": "pages; what they do is tested in test_rules",
    "tests/gateway/trails/test_pages.py": "pages; what they do is tested in test_matters",
    "tests/library/test_pages.py": "pages; what they do is tested in test_approving",
    "tests/library/test_starter.py": "what products the starter is made of",
    "tests/publishing/test_pages.py": "pages; what they do is tested in test_posting",
    "tests/studio/*.py": "drawings, sheets and clips",
    "tests/portal/*.py": "public pages",
}


def on_sqlite_alone(file: str) -> bool:
    if os.environ.get("MANGNON_EVERY_STORE"):
        return False
    return any(PurePath(file).match(pattern) for pattern in RENDERED_ONLY)
