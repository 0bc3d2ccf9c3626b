"""Every address of reports and cases, and who finds what there, apart from the program.

A new address must be written down here, or the test that lists all of the resolver fails. `who`:

*   everybody, signed in or not        I   whoever is signed in
M   who works on matters               C   who takes calls
P   officers of the province           X   nobody without a partner's key
S A as in `expected`: who sees the case of Sơn Hà; who judges glasses and requests about it
R   who sees a report that waits at the department of health, and its files
K   who holds a role with keys at Sơn Hà
E   who may carry masked figures off  G   who agrees when an officer of the health office wants to
W   whose reach covers Sơn Hà          F   who is told figures: the province, leaders of communes

`get` and `post`: `y` answered, `-` not taken, `d` done or refused by the part that somebody has,
`k` a key must be open first, so that everybody is led away alike.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.cases.rights.expected import RIGHT, ROLES

TABLE = """
name                    who  get post
cases                   M    y   -
case_figures            F    y   -
case_figures_file       F    y   -
case_reports            M    y   -
case_report             R    y   -
case_open               R    y   y
case_report_end         R    y   y
case_report_second      R    -   d
case_report_reply       R    y   y
case_report_key         R    y   y
case_report_hold        R    y   d
case_need               M    y   y
case_glass_judge        A    -   d
case_identity_answer    A    -   d
case_identity           S    y   d
case_referral           S    y   y
case                    S    y   -
case_move               S    d   d
case_draft              S    k   k
case_paper              S    k   -
case_paper_file         S    k   -
case_service_new        S    y   y
case_service            S    y   y
case_referral_new       S    k   k
case_note               S    y   y
case_handing            S    y   y
case_package_file       S    -   d
case_decision_file      S    -   k
case_decision_attach    S    k   k
case_package_usb        S    -   d
case_package_record     S    y   -
case_package_receive    S    -   y
case_transfer           S    d   d
case_transfer_file      S    -   d
case_transfer_receipt   S    -   d
case_provinces          P    y   y
case_province_end       P    -   d
case_arrive             P    y   y
case_arrival_receipt    S    y   -
case_sharing            S    y   y
case_hold               S    y   d
case_duplicate          S    y   y
case_search             M    y   y
case_retention          P    y   -
case_api_document       *    y   -
case_api_table          M    y   -
case_api_list           M    y   -
case_api_one            S    y   -
case_api_move           S    -   y
subject_requests        M    y   -
subject_new             M    y   y
subject_request         R    y   y
subject_letter          R    y   -
case_exports            E    y   y
case_export_answer      G    -   d
case_export_file        G    -   d
report_start            *    y   y
report_poster_start     *    y   y
report_step             *    y   y
report_receipt          *    y   y
report_files            *    y   y
report_safety           *    y   -
report_leave            *    y   -
report_poster           W    y   y
evidence_police         I    y   -
evidence_list           R    y   -
evidence_open           R    -   k
evidence_to_police      R    -   k
evidence_hand_over      R    y   y
evidence_record         R    y   -
evidence_destroy        R    -   d
report_phone            C    y   y
report_phone_keep       C    -   y
report_phone_drop       C    -   d
report_partners         P    y   y
report_partner_end      P    -   y
report_partner_document *    y   -
report_partner_send     X    -   y
report_partner_status   X    y   -
matters_unlock          M    y   y
matters_lock            I    -   y
matters_passphrase      I    d   d
matters_forget          I    d   d
matters_keys            I    k   k
matters_give            K    -   k
matters_renew           K    -   k
matters_shares          K    -   k
matters_recover         K    y   y
"""

MATTERS = (
    "provincial_officer",
    "department_officer",
    "commune_worker",
    "commune_leader",
    "counsellor",
    "police_liaison",
)
CALLS = ("provincial_officer", "department_officer", "commune_worker", "counsellor")
EXPORTS = ("provincial_officer", "department_officer", "commune_leader")
IN_SON_HA = ("commune_worker", "commune_leader", "editor", "auditor")
# Who sees the report: officers of the province, and who works at the department that received it.
REPORT = {("provincial_officer", where) for where in ("own", "other", "parent")}
REPORT |= {("department_officer", "own")}


@dataclass(frozen=True)
class Route:
    """One address: who finds something there, and by which method."""

    name: str
    who: str
    get: str
    post: str

    def way(self, method: str) -> str:
        return self.get if method == "get" else self.post


ROUTES = {line.split()[0]: Route(*line.split()) for line in TABLE.strip().split("\n")[1:]}


def finds(who: str, role: str, relation: str) -> bool:
    """Whether somebody of this role, in this relation to the case, finds something."""
    near = relation in ("own", "barred")
    covers_all = role == "provincial_officer" and relation != "none"
    asked = {
        "*": True,
        "I": True,
        # The counsellor of `other` works at a school, and no school works on matters.
        "M": role in MATTERS and (role, relation) != ("counsellor", "other"),
        "C": role in CALLS,
        "P": role == "provincial_officer",
        "X": False,
        "F": role in ("provincial_officer", "commune_leader"),
        "E": role in EXPORTS,
        "G": covers_all,
        "R": (role, relation) in REPORT,
        "K": role in ("commune_worker", "commune_leader") and near,
        "W": covers_all
        or (role in IN_SON_HA and near)
        or (role != "nobody" and relation == "parent"),
    }
    return asked[who] if who in asked else who in RIGHT[role, relation]


assert set(CALLS) < set(MATTERS) < set(ROLES)
