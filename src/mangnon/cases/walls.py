"""Row-level security of the cases: what `perms` and `queries.visible` say, once more and in SQL.

A person sees a case with a part in it, in need, or when a unit of theirs was asked to help and
answers; never one that is barred. Its rows go with it. See `reports/walls.py`.
"""

from __future__ import annotations

from collections.abc import Iterable

from mangnon.base.walling import above_the_walls, array, dropping, of, raising, razing

_WORKS_AT = "(SELECT mangnon_works_at())::bigint[]"
_FOLLOWS = "(SELECT mangnon_follows())::bigint[]"
_CARRYING = "ARRAY[owner_id, receiver_id]"


def _in_the_province(unit: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM units_unit u WHERE u.id = {unit} "
        "AND split_part(u.path, '/', 1) = ANY ((SELECT mangnon_roots())::text[]))"
    )


FUNCTIONS = {
    # perms.coordinating_at: everybody who works on cases but commune workers.
    "mangnon_follows": array(
        "mangnon_follows",
        "bigint",
        "SELECT array_agg(DISTINCT unit_id) FROM mangnon_held() WHERE kind <> 'school' AND role IN "
        "('provincial_officer', 'department_officer', 'commune_leader', 'counsellor', "
        "'police_liaison')",
    ),
    # queries.visible._helping, and queries.referrals.referrals_to.
    "mangnon_helping": above_the_walls(
        "mangnon_helping",
        "uuid",
        "SELECT DISTINCT h.case_id FROM (SELECT mangnon_works_at() AS units) a, LATERAL ("
        "SELECT case_id FROM cases_share WHERE ended_at IS NULL AND unit_id = ANY (a.units) "
        "UNION ALL SELECT case_id FROM cases_referral WHERE to_unit_id = ANY (a.units) "
        "AND state IN ('sent', 'acknowledged', 'accepted')) h",
    ),
    "mangnon_in_need": above_the_walls(
        "mangnon_in_need",
        "uuid",
        "SELECT case_id FROM cases_brokenglass WHERE person_id = mangnon_person() "
        "AND until > statement_timestamp() AND judged_right IS DISTINCT FROM false "
        "AND mangnon_works_at() <> '{}'",
    ),
    "mangnon_barred_cases": above_the_walls(
        "mangnon_barred_cases",
        "uuid",
        "SELECT id FROM cases_case WHERE report_id IN (SELECT * FROM mangnon_barred_reports())",
    ),
}
# All tables with a `case_id` but the last one here: whoever sees the case sees its rows.
OF_THE_CASE = of("cases_case", "case_id")
SEEN = {
    "cases_case": f"{_CARRYING} && {_FOLLOWS} "
    f"OR (person_id IS NULL AND {_CARRYING} && {_WORKS_AT}) "
    f"OR (person_id = (SELECT mangnon_person()) AND owner_id = ANY ({_WORKS_AT})) "
    f"OR {_in_the_province('owner_id')} "
    "OR id IN (SELECT * FROM mangnon_helping()) OR id IN (SELECT * FROM mangnon_in_need())",
    # queries.subjects: a request may be about no case that is known.
    "cases_subjectrequest": f"(unit_id = ANY ({_WORKS_AT}) "
    f"AND (case_id IS NULL OR {OF_THE_CASE})) OR {_in_the_province('unit_id')}",
}
KEPT_FROM = {
    "cases_case": "report_id NOT IN (SELECT * FROM mangnon_barred_reports())",
    "cases_subjectrequest": "case_id IS NULL "
    "OR case_id NOT IN (SELECT * FROM mangnon_barred_cases())",
}
# queries.carrying.carried_by: who carries a case for the unit responsible reads what the reporter
# writes and answers it.
_CARRIES = (
    f"c.state <> 'void' AND (c.owner_id = ANY ({_FOLLOWS}) OR (c.owner_id = ANY ({_WORKS_AT}) "
    "AND (c.person_id IS NULL OR c.person_id = (SELECT mangnon_person()))))"
)
# Whoever sees a case sees the row of its report, and writes nothing there; and its files.
OF_A_CASE = {
    "reports_report": ("FOR SELECT", "reports_report.id", "true"),
    "reports_evidence": ("FOR ALL", "reports_evidence.report_id", "true"),
    "reports_reportmessage": ("FOR ALL", "reports_reportmessage.report_id", _CARRIES),
}


def seen(of_cases: Iterable[str]) -> dict[str, str]:
    """The rows of each table that a person sees; `of_cases` are the tables with a `case_id`."""
    return dict.fromkeys(of_cases, OF_THE_CASE) | SEEN


def installing(of_cases: Iterable[str]) -> list[str]:
    """The statements that put the functions and the wall in place."""
    of_a_case = [
        f"CREATE POLICY mangnon_of_a_case ON {table} {what} "
        f"USING (EXISTS (SELECT 1 FROM cases_case c WHERE c.report_id = {report} AND {also}))"
        for table, (what, report, also) in OF_A_CASE.items()
    ]
    return [*FUNCTIONS.values(), *raising(seen(of_cases), KEPT_FROM), *of_a_case]


def removing(of_cases: Iterable[str]) -> list[str]:
    """The statements that take all of it away."""
    of_a_case = [f"DROP POLICY IF EXISTS mangnon_of_a_case ON {table}" for table in OF_A_CASE]
    return [*of_a_case, *razing(seen(of_cases), KEPT_FROM), *dropping(FUNCTIONS)]
