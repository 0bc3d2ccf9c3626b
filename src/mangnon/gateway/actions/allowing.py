"""Opening something for a while, for one group or all pupils, asked for or not; and ending it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.gateway.choices import AskState, Group
from mangnon.gateway.counted_words import OF_CATEGORY
from mangnon.gateway.engine import names
from mangnon.gateway.engine.data import rows_of, services
from mangnon.gateway.engine.plan import SERVICE
from mangnon.gateway.feeds.written import suffixes
from mangnon.gateway.models import Allowance, Site, UnblockRequest
from mangnon.gateway.perms import can_answer, can_pass_up
from mangnon.gateway.planning import plan_of, release_for
from mangnon.gateway.queries.asking import Limits, letter_for, limits_of, pupils_of
from mangnon.gateway.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.units.api import Person

MOST_OPEN = 30  # for a group of a site
_CLOSED = {
    "L": "Nội dung này bị khóa với mọi người, không ai mở được.",
    "X": "Trường không tự mở được nội dung này với nhóm đã chọn. Hãy chuyển lên tỉnh.",
    "O": "Nội dung này đang mở với nhóm đã chọn.",
}


@dataclass(frozen=True)
class Opened:
    """What came of it: for which groups it is open, and which could not be."""

    groups: tuple[Group, ...]
    left_out: tuple[Group, ...]
    until: datetime

    @property
    def words(self) -> str:
        until = clock.local(self.until)
        day = "" if until.date() == clock.today() else f" ngày {until:%d/%m/%Y}"
        opened = ", ".join(str(group.label) for group in self.groups)
        rest = ", ".join(str(group.label) for group in self.left_out)
        return f"Đã mở đến {until:%H:%M}{day} cho {opened}." + (
            f" Không mở được cho {rest}." if rest else ""
        )


@transaction.atomic
def allow(
    *,
    by: Person,
    request: UnblockRequest,
    until: datetime,
    all_pupils: bool = False,
    why: str = "",
) -> Opened:
    """Say yes to a request until a moment. Raises NotAllowed and Invalid."""
    locked = _waiting(by, request)
    opened = _open(
        by,
        locked.site,
        locked.name,
        category=locked.category,
        groups=_groups(locked.site, locked.group, all_pupils),
        until=until,
        why=why,
        request=locked,
    )
    if locked.group not in opened.groups:
        raise Invalid(_CLOSED["X"])
    _answer(by, locked, AskState.ALLOWED, why)
    facts = {"groups": list(opened.groups), "until": until, "times": locked.times}
    record(by=by, what="unblock.allowed", on=locked, facts=facts, unit=locked.site.unit_id)
    return opened


@transaction.atomic
def refuse(*, by: Person, request: UnblockRequest, why: str) -> None:
    """Say no, with a kind word. Raises NotAllowed and Invalid."""
    locked = _waiting(by, request)
    _answer(by, locked, AskState.REFUSED, why)
    facts = {"times": locked.times}
    record(by=by, what="unblock.refused", on=locked, facts=facts, unit=locked.site.unit_id)


@transaction.atomic
def pass_up(*, by: Person, request: UnblockRequest, why: str = "") -> None:
    """Leave the answer to the province. Raises NotAllowed and Invalid."""
    locked = _locked(request)
    if not can_pass_up(by, locked):
        raise NotAllowed("Chỉ giáo viên, cán bộ của trường chuyển đề nghị lên tỉnh.")
    if locked.state != AskState.WAITING:
        raise Invalid("Đề nghị này đã được trả lời hoặc đã chuyển lên tỉnh.")
    locked.state, locked.note = AskState.PASSED_UP, why.strip()[:300]
    locked.passed_by, locked.passed_at = by, clock.now()
    locked.save()
    record(by=by, what="unblock.passed_up", on=locked, unit=locked.site.unit_id)


@transaction.atomic
def open_for_lesson(
    *,
    by: Person,
    site: Site,
    group: str,
    what: str,
    until: datetime,
    why: str = "",
    category: str = "",
    all_pupils: bool = False,
) -> Opened:
    """Open a name, a category or a service without having been asked. category: of a name, the one
    that blocks it. Raises NotAllowed and Invalid."""
    locked = Site.objects.select_for_update(of=("self",)).select_related("unit").get(pk=site.pk)
    opened = _open(
        by,
        locked,
        _checked(what),
        category=category,
        groups=_groups(locked, group, all_pupils),
        until=until,
        why=why,
        request=None,
    )
    facts = {"groups": list(opened.groups), "until": until}
    record(by=by, what="allowance.made", on=locked, facts=facts)
    return opened


@transaction.atomic
def end_allowance(*, by: Person, allowance: Allowance) -> None:
    """Shut again before its end: whoever could have opened it. Raises NotAllowed."""
    if limits_of(by, allowance.site) is None:
        raise NotAllowed("Anh/chị không mở và không đóng trang ở điểm trường này.")
    open_still = Allowance.objects.filter(pk=allowance.pk, ended_at=None)
    if not open_still.update(ended_at=clock.now()):
        raise Invalid("Mục này đã đóng.")
    record(by=by, what="allowance.ended", on=allowance, unit=allowance.site.unit_id)
    release_for(allowance.site.unit, by=by)


def _open(
    by: Person,
    site: Site,
    what: str,
    *,
    category: str,
    groups: Sequence[Group],
    until: datetime,
    why: str,
    request: UnblockRequest | None,
) -> Opened:
    """An allowance for each group whose letter this person may open; one of all must be."""
    limits, now = _limits(by, site), clock.now()
    if not now < until <= now + limits.most:
        raise Invalid(f"Anh/chị mở được nhiều nhất {limits.words} kể từ bây giờ.", "until")
    plan = plan_of(site)
    letters = {each: letter_for(site, plan, each, what, category, now) for each in groups}
    fitting = tuple(each for each in groups if letters[each] in limits.letters)
    if not fitting:
        raise Invalid(_CLOSED[letters[groups[0]]], "what")
    for each in fitting:
        _end_same(site, each, what)
        _count(site, each)
        Allowance.objects.create(
            site=site,
            group=each,
            what=what,
            until=until,
            why=why.strip()[:300],
            request=request,
            made_by=by,
        )
    release_for(site.unit, by=by)
    closed = tuple(each for each in groups if each not in fitting and letters[each] != "O")
    return Opened(fitting, closed, until)


def _limits(by: Person, site: Site) -> Limits:
    limits = limits_of(by, site)
    if limits is None:
        raise NotAllowed("Chỉ giáo viên và cán bộ của trường mở được trang cho học sinh.")
    return limits


def _groups(site: Site, group: str, all_pupils: bool) -> tuple[Group, ...]:
    """The group asked for comes first, then the other ages that the school teaches."""
    own = Group(group)
    others = pupils_of(site.unit) if all_pupils else ()
    return (own, *(each for each in others if each != own))


def _end_same(site: Site, group: Group, what: str) -> None:
    """The latest word about the same thing counts."""
    same = Allowance.objects.filter(site=site, group=group, what=what, ended_at=None)
    same.filter(until__gt=clock.now()).update(ended_at=clock.now())


def _count(site: Site, group: Group) -> None:
    running = Allowance.objects.filter(site=site, group=group, ended_at=None)
    if running.filter(until__gt=clock.now()).count() >= MOST_OPEN:
        raise Invalid(
            f"Đã có {MOST_OPEN} mục đang mở cho {group.label}. Hãy đóng bớt trước khi mở thêm."
        )


def _checked(what: str) -> str:
    """A name, `nhóm:games` or `dv:youtube`, as the filter takes it."""
    word = what.strip().lower()
    if word.startswith(SERVICE):
        known = word.removeprefix(SERVICE) in services()
    elif word.startswith(OF_CATEGORY):
        known = word.removeprefix(OF_CATEGORY) in {r["category"] for r in rows_of("categories.csv")}
    else:
        return _name(word)
    if not known:
        raise Invalid("Hãy chọn một mục trong danh sách.", "what")
    return word


def _name(word: str) -> str:
    """A site's name, also from a pasted address; never a suffix that many sites share."""
    host = word.split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    try:
        name = names.checked(host.encode()).decode()
    except names.BadName:
        raise Invalid("Hãy ghi địa chỉ trang, ví dụ: bai-hoc.example.vn", "what") from None
    if name in suffixes():
        raise Invalid("Đây là đuôi chung của nhiều trang. Hãy ghi tên một trang.", "what")
    return name


def _waiting(by: Person, request: UnblockRequest) -> UnblockRequest:
    locked = _locked(request)
    if not can_answer(by, locked):
        raise NotAllowed("Đề nghị này không thuộc quyền trả lời của anh/chị.")
    if locked.state not in (AskState.WAITING, AskState.PASSED_UP):
        raise Invalid("Đề nghị này vừa được người khác trả lời.")
    return locked


def _locked(request: UnblockRequest) -> UnblockRequest:
    """Locked with its site, so that the number of open things of a group holds."""
    Site.objects.select_for_update().get(pk=request.site_id)
    rows = UnblockRequest.objects.select_for_update(of=("self",))
    return rows.select_related("site__unit").get(pk=request.pk)


def _answer(by: Person, request: UnblockRequest, state: AskState, why: str) -> None:
    request.state, request.answered_by, request.answered_at = state, by, clock.now()
    request.note = why.strip()[:300] or request.note
    request.save()
