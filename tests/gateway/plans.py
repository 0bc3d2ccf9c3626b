"""Any plan of two groups, for tests that try everything: letters, services, hours, own rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from mangnon.gateway.engine.plan import Allowance, GroupPlan, Hours, Plan
from tests.gateway.site import NOON
from tests.gateway.test_index import NAMES

CATEGORIES = ("adult", "games", "ads", "terrorism")
SERVICES = ("dv:tiktok", "dv:roblox", "dv:gemini")
SERVICE_NAMES = ("tiktok.com", "a.tiktokv.com", "roblox.com", "gemini.google.com", "x.rbx.com")
HELP_NAMES = ("tongdai111.vn", "www.tongdai111.vn")
ASKABLE = st.one_of(NAMES, st.sampled_from(SERVICE_NAMES + HELP_NAMES))
LETTERS = st.sampled_from("LXAO")
_CLOCKS = st.sampled_from(["00:00", "06:30", "12:00", "12:30", "17:00", "22:00"])
_DATES = st.sampled_from(["", "2026-11-22", "2026-11-23", "2026-11-24"])


def letters(most: int = 5) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from(CATEGORIES + SERVICES), LETTERS, max_size=most)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    first, last = sorted((draw(_DATES), draw(_DATES)))
    days = tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1))))
    return Hours(days, draw(_CLOCKS), draw(_CLOCKS), draw(letters(3)), "", "", first, last)


@st.composite
def allowances(draw: st.DrawFn) -> Allowance:
    what = draw(
        ASKABLE
        | st.sampled_from(SERVICES)
        | st.sampled_from([f"nhóm:{each}" for each in CATEGORIES])
    )
    until = NOON + timedelta(minutes=draw(st.sampled_from([-10, 20, 400])))
    return Allowance(what, until.astimezone(ZoneInfo("Asia/Ho_Chi_Minh")).isoformat())


def groups(key: str) -> st.SearchStrategy[GroupPlan]:
    some = st.lists(ASKABLE, max_size=2).map(tuple)
    return st.builds(
        GroupPlan,
        st.just(key),
        st.just(key),
        letters=letters(),
        fallback=LETTERS,
        hours=st.lists(hours(), max_size=2).map(tuple),
        own_block=some,
        own_allow=some,
        allowances=st.lists(allowances(), max_size=2).map(tuple),
        unknown=st.sampled_from(["open", "flag", "ask", "block"]),
    )


def plans() -> st.SearchStrategy[Plan]:
    return st.builds(
        Plan,
        st.just("Trường"),
        st.tuples(groups("thcs"), groups("staff")),
        st.just("thcs"),
        ordered=st.dictionaries(NAMES, st.just("12/CV"), max_size=1),
    )


def moments() -> st.SearchStrategy[datetime]:
    return st.integers(-1500, 1500).map(
        lambda minutes: NOON.astimezone(UTC) + timedelta(minutes=minutes)
    )
