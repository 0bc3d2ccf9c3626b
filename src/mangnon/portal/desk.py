"""My desk: what is late, what waits for me, what is new, gathered from the domains.

A source gives sections for a person at a unit; `SOURCES` lists them in the order of the page.
Short lists of all domains are read at once (`waiting`) and handed to every source.
Sections of one `group` stand together, the late ones above all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from mangnon.base.notices import api as notices
from mangnon.cases import api as cases
from mangnon.directives import api as directives
from mangnon.gateway import api as gateway
from mangnon.kit import clock
from mangnon.portal.waiting import (
    COUNTED,
    LATE,
    OFFERS,
    POSTS,
    REFERRALS,
    REQUESTS,
    SUBJECTS,
    Row,
    Waiting,
    waiting_for,
)
from mangnon.publishing import api as publishing
from mangnon.reports import api as reports
from mangnon.units.api import Person, Unit


class Group(IntEnum):
    """The bands of the desk, from the top."""

    LATE = 0
    WAITING = 1
    GOING_ON = 2
    NEWS = 3


@dataclass(frozen=True)
class Task:
    """One row: what it is, where it opens, and how long there is."""

    title: str
    href: str
    note: str = ""
    words: str = ""  # "3 việc chưa tiếp nhận"
    days_left: int | None = None  # working days, negative when late
    has_deadline: bool = False
    at: datetime | None = None


@dataclass(frozen=True)
class Section:
    """Rows of one kind. `verb` is what the person is to do with them."""

    key: str
    title: str
    tone: str
    group: Group
    tasks: tuple[Task, ...]
    more_href: str = ""
    total: int | None = None

    @property
    def count(self) -> str:
        """How many there are; over `COUNTED` only that there are more."""
        total = len(self.tasks) if self.total is None else self.total
        return f"hơn {COUNTED}" if total > COUNTED else str(total)


NEWS_SHOWN = 8


def _first(rows: QuerySet[Any], shown: int) -> tuple[list[Any], int]:
    """The rows to show and how many there are, at most one over `COUNTED`: one question."""
    fetched = list(rows[: COUNTED + 1])
    return fetched[:shown], len(fetched)


Source = Callable[[Person, Unit | None, Waiting], Iterable[Section]]

# Desk field of the letters' domain -> key, heading, tone, band and the page that a row opens.
_LETTERS = (
    ("late", "Quá hạn", "red", Group.LATE, "letter_work"),
    ("new", "Chờ tiếp nhận", "blue", Group.WAITING, "letter_work"),
    ("sent_back", "Bị trả lại, cần bổ sung", "amber", Group.WAITING, "letter_work"),
    ("handed_to_me", "Giao cho tôi", "teal", Group.WAITING, "letter_work"),
    ("to_judge", "Báo cáo chờ duyệt", "violet", Group.WAITING, "judging"),
    ("to_answer", "Xin gia hạn, chờ trả lời", "violet", Group.WAITING, "extensions"),
    ("drafts", "Công văn chờ rà soát", "amber", Group.WAITING, "letter"),
    ("going_on", "Đang thực hiện", "teal", Group.GOING_ON, "letter_work"),
    ("following", "Tôi đang theo dõi", "green", Group.GOING_ON, "board"),
)


def from_letters(person: Person, unit: Unit | None, waiting: Waiting) -> Iterable[Section]:
    """Work from official letters, both received and given."""
    if unit is None:
        return
    found = directives.desk_sections(person, unit)
    for key, title, tone, group, page in _LETTERS:
        items: tuple[directives.DeskItem, ...] = getattr(found, key)
        if items:
            yield Section(key, title, tone, group, tuple(_letter_task(one, page) for one in items))


def _letter_task(item: directives.DeskItem, page: str) -> Task:
    numbered = "" if item.notation.startswith("/") else item.notation  # drafts have no number yet
    return Task(
        title=item.title[:1].upper() + item.title[1:],
        href=reverse(page, args=[item.directive_id]),
        note=" · ".join(part for part in (numbered, item.from_whom) if part),
        words=item.words,
        days_left=item.days_left,
        has_deadline=item.due_on is not None,
    )


def from_notices(person: Person, unit: Unit | None, waiting: Waiting) -> Iterable[Section]:
    """What the person has been told and has not read yet."""
    unread, total = _first(notices.notices_of(person.pk).filter(read_at=None), NEWS_SHOWN)
    rows = tuple(_notice_task(one) for one in unread)
    if rows:
        yield Section(
            key="news",
            title="Thông báo mới",
            tone="blue",
            group=Group.NEWS,
            tasks=rows,
            more_href=reverse("notices:all"),
            total=total,
        )


def _notice_task(notice: notices.Notice) -> Task:
    # Opened through its own page, which notes that it was read and goes on to the matter.
    href = reverse("notices:open", args=[notice.pk])
    return Task(title=notice.subject, href=href, at=notice.told_at)


REQUESTS_SHOWN = 5


def from_filters(person: Person, unit: Unit | None, waiting: Waiting) -> Iterable[Section]:
    """Pupils' requests to open a site, and matters that need a second person."""
    if rows := waiting.get(REQUESTS):
        yield Section(
            key="requests",
            title="Đề nghị mở trang",
            tone="amber",
            group=Group.WAITING,
            tasks=tuple(_request_task(one) for one in rows[:REQUESTS_SHOWN]),
            more_href=reverse("filters_asks"),
            total=len(rows),
        )
    matters = gateway.matters_waiting_for(person)
    if matters:
        tasks = tuple(
            Task(one.reason, reverse("filters_trail", args=[one.pk]), str(one.site.unit))
            for one in matters
        )
        yield Section("matters", "Vụ việc cần người thứ hai", "red", Group.WAITING, tasks)


def _request_task(one: Row) -> Task:
    return Task(
        title=one.named,
        href=reverse("filters_ask", args=[UUID(one.pk)]),
        note=f"{one.place} · {gateway.GROUPS[one.kind]}",
        words=f"{one.times} lần xin",
        at=one.at,
    )


CASES_SHOWN = 8


def from_cases(person: Person, unit: Unit | None, waiting: Waiting) -> Iterable[Section]:
    """Cases of mine, the clock that runs out first on top; what came in and waits to be read."""
    if not cases.working_at(person):
        return
    mine, count = _first(cases.my_cases(person), CASES_SHOWN)
    if rows := cases.rows_of(mine):
        yield Section(
            key="cases",
            title="Vụ việc của tôi",
            tone="red" if _is_over(rows[0]) else "teal",
            group=Group.LATE if _is_over(rows[0]) else Group.WAITING,
            tasks=tuple(_case_task(row) for row in rows),
            more_href=reverse("cases"),
            total=count,
        )
    new, total = _first(reports.reports_waiting(person), REQUESTS_SHOWN)
    if found := tuple(_report_task(one) for one in new):
        more = reverse("case_reports")
        yield Section("reports", "Tin báo chờ xem", "amber", Group.WAITING, found, more, total)
    yield from _referred(waiting)
    yield from _from_outside(person, waiting)


def _referred(waiting: Waiting) -> Iterable[Section]:
    """What nobody answered in time, for both units and the province; what came here and goes on.
    None stands in both."""
    late = waiting.get(LATE, [])
    told = {one.pk for one in late}
    asked = [one for one in waiting.get(REFERRALS, []) if one.pk not in told]
    if late:
        yield Section(
            key="late-referrals",
            title="Chuyển tuyến quá hạn trả lời",
            tone="red",
            group=Group.LATE,
            tasks=tuple(
                _referral_task(one, f"{one.place} gửi {one.other}", cases.late_words(one.times))
                for one in late[:CASES_SHOWN]
            ),
            more_href=reverse("cases"),
            total=len(late),
        )
    if asked:
        states = cases.ReferralState
        tasks = tuple(
            _referral_task(one, one.place, str(states(one.state).label))
            for one in asked[:CASES_SHOWN]
        )
        more = reverse("cases")
        yield Section(
            "referrals", "Chuyển đến đơn vị", "violet", Group.WAITING, tasks, more, len(asked)
        )


def _referral_task(one: Row, note: str, words: str) -> Task:
    title = f"{cases.ReferralKind(one.kind).label}: {one.named}"
    return Task(title, reverse("case_referral", args=[UUID(one.pk)]), note, words, at=one.at)


def _from_outside(person: Person, waiting: Waiting) -> Iterable[Section]:
    """Requests about data by the clock that runs out first, exports that want a second person."""
    now = clock.now()
    if rows := waiting.get(SUBJECTS):
        late = any(one.until <= now for one in rows)
        yield Section(
            key="subjects",
            title="Yêu cầu về dữ liệu cá nhân",
            tone="red" if late else "amber",
            group=Group.LATE if late else Group.WAITING,
            tasks=tuple(
                Task(
                    f"{one.named} · {cases.SubjectKind(one.kind).label}",
                    reverse("subject_request", args=[UUID(one.pk)]),
                    one.place,
                    cases.left_words(one.at, now),
                )
                for one in rows[:CASES_SHOWN]
            ),
            more_href=reverse("subject_requests"),
            total=len(rows),
        )
    exports = tuple(
        Task(f"{one.number} · {one.rows} vụ việc", reverse("case_exports"), str(one.asked_by))
        for one in cases.exports_to_grant(person)
    )
    if exports:
        yield Section("exports", "Kết xuất chờ đồng ý", "violet", Group.WAITING, exports)


POSTS_SHOWN = 5


def from_publishing(person: Person, unit: Unit | None, waiting: Waiting) -> Iterable[Section]:
    """Posts that wait for a hand or could not go out; new products that may be used."""
    if posts := waiting.get(POSTS):
        tasks = tuple(
            Task(
                one.named,
                reverse("post", args=[UUID(one.pk)]),
                one.place,
                publishing.to_do_words(one.state),
                at=one.at,
            )
            for one in posts[:POSTS_SHOWN]
        )
        title, more = "Bài đăng cần xử lý", reverse("posts")
        yield Section("posts", title, "amber", Group.WAITING, tasks, more, len(posts))
    if offers := waiting.get(OFFERS):
        more = reverse("following")
        new = tuple(Task(one.named, more, one.place, at=one.at) for one in offers[:POSTS_SHOWN])
        yield Section(
            "offers", "Sản phẩm mới cho đơn vị", "blue", Group.NEWS, new, more, len(offers)
        )


def _is_over(row: cases.Row) -> bool:
    return row.due_at is not None and row.due_at <= clock.now()


def _case_task(row: cases.Row) -> Task:
    left = cases.left_words(row.due_at, clock.now()) if row.due_at else ""
    return Task(
        title=f"{row.case.number} · {row.case.get_state_display()}",
        href=reverse("case", args=[row.case.pk]),
        note=row.words,
        words=left,
    )


def _report_task(report: reports.Report) -> Task:
    return Task(
        title=f"{report.number} · {report.get_kind_display()}",
        href=reverse("case_report", args=[report.pk]),
        note=report.commune.name if report.commune else "",
        words="Đang nguy hiểm" if report.danger_now else "",
        at=report.counted_from,
    )


SOURCES: tuple[Source, ...] = (
    from_cases,
    from_letters,
    from_filters,
    from_publishing,
    from_notices,
)


def sections(person: Person, unit: Unit | None) -> list[Section]:
    """Every section with something in it, the late band first; stable within a band."""
    waiting = waiting_for(person)
    found = [section for source in SOURCES for section in source(person, unit, waiting)]
    return sorted(found, key=lambda section: section.group)
