"""What is right, written down apart from the program: one line a role, one column a relation.

S sees the case; N may break the glass; Q may ask who reported; A answers that and judges glasses;
G lets units help and ends it; H holds the case from being erased. `-`: nothing at all.
"""

from __future__ import annotations

# `own`: the role at a unit that has to do with the case (the owner; for officers the unit that
# received it, for schools the child's, for counsellors and the police the unit that helps).
# `other`: at a unit of the same kind that has not. `parent`: at the province's committee.
# `barred`: as `own`, with the unit barred, or the person. `none`: in another province.
TABLE = """
role                own   other  parent  barred  none
provincial_officer  SAH   SAH    SAH     -       -
department_officer  S     -      N       -       -
commune_worker      N     -      -       -       -
commune_leader      SQG   -      -       -       -
principal           -     -      -       -       -
teacher             -     -      -       -       -
school_it           -     -      -       -       -
counsellor          S     -      -       -       -
police_liaison      SQH   -      -       -       -
editor              -     -      -       -       -
auditor             -     -      -       -       -
nobody              -     -      -       -       -
"""

RELATIONS = tuple(TABLE.split("\n")[1].split()[1:])
ROWS = [line.split() for line in TABLE.strip().split("\n")[1:]]
ROLES = tuple(row[0] for row in ROWS)
RIGHT: dict[tuple[str, str], frozenset[str]] = {
    (row[0], relation): frozenset(cell.replace("-", ""))
    for row in ROWS
    for relation, cell in zip(RELATIONS, row[1:], strict=True)
}

# Classes of fields, by who reads: the names as in the law's classes of data.
READS = {
    "officer": {"work", "identity"},
    "chair": {"work", "identity", "health"},
    "worker": {"work", "identity", "health", "sexual", "evidence"},
    "police": {"work", "identity", "sexual", "evidence"},
    "helper": {"work", "identity", "health"},
}
