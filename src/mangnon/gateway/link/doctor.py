"""Is my network filtered, and can it be got round? Asked from a device inside the school.

Each check says what was seen and, where it is not well, what to do. Names and addresses are data
(`data/doctor.csv`, `data/markers.csv`). `unknown` is said where this device cannot tell: a check
that did not happen is never taken for a good one.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from mangnon.gateway.link.probing import Prober, Told
from mangnon.gateway.policies import group_named

PASS, FAIL, UNKNOWN = "pass", "fail", "unknown"
AT_ONCE = 12
Answer = TypeVar("Answer")
DATA = Path(__file__).parent.parent / "data"
CANARY = "use-application-dns.net"  # outside it leads somewhere, behind the filter nowhere
_TROUBLED = frozenset({"SERVFAIL", "REFUSED"})
PAGE_WORDS = "Trang này do bộ lọc của trường tạo ra"


@dataclass(frozen=True)
class Check:
    """The outcome of one look."""

    key: str
    title: str
    outcome: str
    seen: str
    todo: str = ""


@dataclass(frozen=True)
class Place:
    """Where the device stands. server: the filter's address; group: whose device it is, blank for
    any pupil's; system: the resolvers that the device itself was given."""

    server: str
    group: str = ""
    system: tuple[str, ...] = ()
    prober: Prober = field(default_factory=Prober)

    def ask(self, name: str, qtype: str = "A") -> Told | None:
        return self.prober.ask(self.server, name, qtype)


@dataclass(frozen=True)
class Examined:
    checks: tuple[Check, ...]

    def count(self, outcome: str) -> int:
        return sum(each.outcome == outcome for each in self.checks)

    @property
    def is_well(self) -> bool:
        return not self.count(FAIL)

    def as_dict(self) -> dict[str, Any]:
        return {"checks": [asdict(each) for each in self.checks]}


@cache
def known(kind: str) -> tuple[tuple[str, str], ...]:
    """(value, name) of a kind in data/doctor.csv."""
    with (DATA / "doctor.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == kind]
    return tuple((row["value"], row["name"]) for row in rows)


@cache
def markers() -> tuple[tuple[str, str, str], ...]:
    """(category, name, kind): names of ours that a list holds for trial, and some real ones."""
    with (DATA / "markers.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["category"], row["name"], row["kind"]) for row in csv.DictReader(file))


def system_resolvers(path: Path = Path("/etc/resolv.conf")) -> tuple[str, ...]:
    """The resolvers of this device, where it tells them in a file."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ()
    words = [line.split() for line in lines]
    return tuple(each[1] for each in words if each[:1] == ["nameserver"] and each[1:])


def _all(look: Callable[[str], Answer], of: Iterable[str]) -> dict[str, Answer]:
    """Many at once: an address that says nothing takes seconds."""
    asked = list(of)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return dict(zip(asked, pool.map(look, asked), strict=True))


def examine(place: Place, say: Callable[[Check], None] = lambda check: None) -> Examined:
    """All checks, one after another. When the filter itself says nothing, the others would only
    tell of that, so they are left out. Raises UnknownGroup."""
    if place.group:
        group_named(place.group)
    first = _filter_answers(place)
    say(first)
    if first.outcome == FAIL:
        return Examined((first,))
    done = [first]
    for look in LOOKS:
        check = look(place)
        say(check)
        done.append(check)
    return Examined(tuple(done))


def _filter_answers(place: Place) -> Check:
    title, told = "Máy lọc trả lời", place.ask(CANARY)
    if told is None:
        todo = "Kiểm tra máy lọc có chạy, và địa chỉ trong --server có đúng không."
        return Check("answers", title, FAIL, f"{place.server} không trả lời", todo)
    return Check("answers", title, PASS, f"{place.server} trả lời")


def _resolver(place: Place) -> Check:
    title = "Máy này hỏi máy lọc"
    if not place.system:
        return Check("resolver", title, UNKNOWN, "không biết máy này hỏi DNS nào")
    others = [each for each in place.system if each != place.server]
    if not others:
        return Check("resolver", title, PASS, f"máy này hỏi {place.server}")
    todo = "Để DHCP phát địa chỉ máy lọc và để DNS trên máy là tự động."
    return Check("resolver", title, FAIL, f"máy này hỏi cả {', '.join(others)}", todo)


def _direct(place: Place) -> Check:
    """A resolver outside that gives the canary its true address was reached; one that gives the
    filter's own answer is the filter itself, to which the router turned the question."""
    return _outside(place, "direct", "Hỏi thẳng DNS công cộng (cổng 53)", version=4)


def _ipv6(place: Place) -> Check:
    title = "Hỏi DNS công cộng qua IPv6"
    addresses = [value for value, _ in known("resolver") if ":" in value]
    if not any(place.prober.has_ipv6(each) for each in addresses):
        return Check("ipv6", title, PASS, "máy này không có đường ra Internet bằng IPv6")
    return _outside(place, "ipv6", title, version=6)


def _outside(place: Place, key: str, title: str, *, version: int) -> Check:
    addresses = [value for value, _ in known("resolver") if (":" in value) == (version == 6)]
    others = [each for each in addresses if each != place.server]
    told = _all(lambda address: place.prober.ask(address, CANARY), others)
    open_ones = [each for each, said in told.items() if said and said.leads]
    turned = [each for each, said in told.items() if said and not said.leads]
    mine = place.ask(CANARY)
    if mine and mine.leads:
        seen = "nhóm của máy này không bị chặn lối vòng, hãy kiểm tra từ máy của học sinh"
        return Check(key, title, UNKNOWN, seen)
    if open_ones:
        todo = "Ở bộ định tuyến: chuyển cổng 53 về máy lọc hoặc chặn, cho cả UDP và TCP."
        return Check(key, title, FAIL, f"trả lời như không có lọc: {', '.join(open_ones)}", todo)
    if turned:
        return Check(key, title, PASS, f"{len(turned)} địa chỉ được chuyển về máy lọc")
    return Check(key, title, PASS, f"{len(told)} địa chỉ đều bị chặn")


def _dot(place: Place) -> Check:
    return _ports(
        place,
        "dot",
        "DNS mã hóa (DoT, cổng 853)",
        place.prober.dot_port,
        "Ở bộ định tuyến: chặn cổng 853, cả TCP và UDP, cho mọi máy trừ máy lọc.",
    )


def _doh_addresses(place: Place) -> Check:
    return _ports(
        place,
        "doh_addresses",
        "DNS qua HTTPS theo địa chỉ (cổng 443)",
        place.prober.doh_port,
        "Ở bộ định tuyến: chặn cổng 443 đến các địa chỉ trong hướng dẫn.",
    )


def _ports(place: Place, key: str, title: str, port: int, todo: str) -> Check:
    addresses = [value for value, _ in known("resolver") if ":" not in value]
    reached = _all(lambda address: place.prober.connects(address, port), addresses)
    open_ones = [address for address, open_ in reached.items() if open_]
    if open_ones:
        return Check(key, title, FAIL, f"nối được: {', '.join(open_ones)}", todo)
    return Check(key, title, PASS, f"{len(addresses)} địa chỉ đều không nối được")


def _doh_names(place: Place) -> Check:
    return _names(place, "doh_names", "Tên của DNS qua HTTPS", known("doh"))


def _vpn_names(place: Place) -> Check:
    return _names(place, "vpn_names", "Tên của VPN, proxy, Tor", known("vpn"))


def _names(place: Place, key: str, title: str, names: tuple[tuple[str, str], ...]) -> Check:
    said = _all(place.ask, [name for name, _ in names])
    open_ones = [name for name, told in said.items() if told and told.leads]
    if open_ones:
        todo = "Đặt nhóm “bypass” là chặn cho học sinh, và bật danh sách DoH, VPN của tỉnh."
        return Check(key, title, FAIL, f"còn mở: {', '.join(open_ones)}", todo)
    if not any(told and told.blocks for told in said.values()):
        seen = "không tên nào có địa chỉ; máy lọc có thể đang mất Internet"
        return Check(key, title, UNKNOWN, seen)
    return Check(key, title, PASS, f"{len(said)} tên đều bị chặn")


def _canaries(place: Place) -> Check:
    title = "Tên mà trình duyệt và iPhone hỏi trước khi đi vòng"
    open_ones = [name for name, _ in known("canary") if _leads(place, name)]
    lost = [name for name, _ in known("canary") if (t := place.ask(name)) and t.rcode in _TROUBLED]
    if lost and not open_ones:
        return Check("canaries", title, UNKNOWN, f"máy lọc không trả lời được: {', '.join(lost)}")
    if open_ones:
        todo = "Bật “chặn lối vòng của trình duyệt” cho nhóm này."
        return Check("canaries", title, FAIL, f"vẫn có địa chỉ: {', '.join(open_ones)}", todo)
    return Check("canaries", title, PASS, "trình duyệt và iPhone được báo là không nên đi vòng")


def _leads(place: Place, name: str) -> bool:
    return any(told.leads for each in ("A", "AAAA") if (told := place.ask(name, each)))


def _safe_search(place: Place) -> Check:
    """The safe twin is told by its name, or by its address where the resolver hides the name."""
    title = "Tìm kiếm an toàn và YouTube hạn chế"
    wrong, silent = [], 0
    for name, twins in known("safe"):
        told = place.ask(name)
        if told is None or not (told.leads or told.blocks):
            silent += 1
        elif told.leads and not _is_twin(place, told, twins.split("|")):
            wrong.append(name)
    if wrong:
        todo = "Bật tìm kiếm an toàn và chế độ hạn chế của YouTube cho nhóm này."
        return Check("safesearch", title, FAIL, f"không an toàn: {', '.join(wrong)}", todo)
    if silent:
        return Check("safesearch", title, UNKNOWN, f"{silent} tên không có câu trả lời")
    return Check("safesearch", title, PASS, "mọi trang tìm kiếm đều được đưa về bản an toàn")


def _is_twin(place: Place, told: Told, twins: list[str]) -> bool:
    if set(told.names) & set(twins):
        return True
    safe = {address for twin in twins if (said := place.ask(twin)) for address in said.addresses}
    return bool(told.addresses) and set(told.addresses) <= safe


def _markers(place: Place) -> Check:
    """Names of ours that stand in lists for trial, of categories that the group may not open."""
    return _categories(place, "markers", "Tên thử của từng loại nội dung", "marker")


def _real(place: Place) -> Check:
    return _categories(place, "real", "Trang có thật của từng loại nội dung", "real")


def _categories(place: Place, key: str, title: str, kind: str) -> Check:
    shut = [
        (category, name)
        for category, name, of in markers()
        if of == kind and _shut(place, category)
    ]
    said = _all(place.ask, [name for _, name in shut])
    open_ones = [f"{name} ({what})" for what, name in shut if (told := said[name]) and told.leads]
    blocked = sum(bool(told and told.blocks) for told in said.values())
    if open_ones:
        todo = "Xem vì sao ở trang “Vì sao bị chặn?”, rồi bật danh sách hoặc sửa chính sách."
        return Check(key, title, FAIL, f"còn mở: {', '.join(open_ones)}", todo)
    if blocked < len(said):
        todo = "Thêm các tên trong data/markers.csv vào danh sách riêng của tỉnh để thử được."
        return Check(key, title, UNKNOWN, f"{blocked} trên {len(said)} tên bị chặn", todo)
    return Check(key, title, PASS, f"{len(said)} tên đều bị chặn")


def _shut(place: Place, category: str) -> bool:
    """Whether the group's default table shuts a category; of no group: whether all pupils' do."""
    groups = (place.group,) if place.group else ("mam_non", "tieu_hoc", "thcs", "thpt")
    verdicts = (group_named(each).table.get(category) for each in groups)
    return all(rule is not None and rule.verdict.blocks for rule in verdicts)


def _page(place: Place) -> Check:
    """Whoever meets a blocked site is told why, and where help is."""
    title = "Trang báo chặn mở được"
    for _, name, _ in markers():
        told = place.ask(name)
        if told and told.blocks and told.addresses:
            text = place.prober.page(told.addresses[0], name)
            if text and PAGE_WORDS in text:
                return Check(
                    "page", title, PASS, f"{told.addresses[0]} giải thích vì sao chặn {name}"
                )
            todo = "Cho phép cổng 80 từ máy học sinh đến máy lọc, và bật [page] trong cấu hình."
            return Check("page", title, FAIL, f"{told.addresses[0]} không hiện trang báo", todo)
    return Check("page", title, UNKNOWN, "không có tên thử nào dẫn về trang báo chặn")


LOOKS: tuple[Callable[[Place], Check], ...] = (
    _resolver,
    _direct,
    _doh_names,
    _doh_addresses,
    _dot,
    _vpn_names,
    _canaries,
    _ipv6,
    _safe_search,
    _markers,
    _real,
    _page,
)
