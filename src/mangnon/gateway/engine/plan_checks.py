"""Whether a plan can be followed: every field, each refusal with its place."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mangnon.gateway.engine import data, names

if TYPE_CHECKING:
    from mangnon.gateway.engine.plan import GroupPlan, Hours, Plan, Trail

MODES = ("page", "nxdomain", "null")
YOUTUBE = ("open", "moderate", "strict")
UNKNOWN = ("open", "flag", "ask", "block")
KINDS = ("", "lesson", "break", "evening", "exam", "holiday")
SERVICE = "dv:"  # before the key of a named service (data/services.csv) among the letters
CATEGORY = "nhóm:"  # before a category in an allowance
MOST_TRAILS, KEY_BYTES = 32, 32
_MAC = re.compile(r"[0-9a-f]{2}(?::[0-9a-f]{2}){5}")
_IDENT = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")  # it names a file


class BadPlan(ValueError):
    """A plan that cannot be followed; says where and why."""


def check(plan: Plan) -> None:
    """Raises BadPlan."""
    keys = [group.key for group in plan.groups]
    require(len(keys) == len(set(keys)), "có hai nhóm cùng tên")
    require(plan.fallback_group in keys, f"không có nhóm {plan.fallback_group!r}")
    require(plan.mode in MODES, f"cách trả lời {plan.mode!r} không có")
    require(type(plan.revision) is int and plan.revision >= 0, "số lần sửa phải là số không âm")
    _page(plan.page_v4, 4)
    _page(plan.page_v6, 6)
    _zone(plan.timezone)
    for name in plan.ordered:
        wire_of(name, "lệnh chặn: ")
    for router in plan.routers:
        _address(router, "bộ định tuyến: ")
    for group in plan.groups:
        _group(group, f"nhóm {group.key!r}: ")
    _once((group.macs for group in plan.groups), "MAC")
    _once((group.tokens for group in plan.groups), "mã")
    _trails(plan.trails)


def _group(group: GroupPlan, where: str) -> None:
    require(group.youtube in YOUTUBE, where + f"mức YouTube {group.youtube!r} không có")
    require(group.unknown in UNKNOWN, where + f"tên lạ {group.unknown!r} không có")
    require(group.fallback in tuple("LXAO"), where + "chữ lạ trong bảng")
    _letters(group.letters, where)
    for subnet in group.subnets:
        _subnet(subnet, where)
    for mac in group.macs:
        require(_MAC.fullmatch(mac) is not None, where + f"{mac!r} không phải địa chỉ MAC")
    for token in group.tokens:
        require(bool(token) and token.isascii(), where + f"mã {token!r} không dùng được")
    for hours in group.hours:
        _hours(hours, where)
    for allowance in group.allowances:
        moment(allowance.until, where)
        _what(allowance.what, where)
    for name in (*group.own_block, *group.own_allow):
        wire_of(name, where)


def _hours(hours: Hours, where: str) -> None:
    require(hours.kind in KINDS, where + f"loại giờ {hours.kind!r} không có")
    require(set(hours.days) <= set(range(7)), where + "ngày trong tuần từ 0 đến 6")
    _letters(hours.letters, where)
    try:
        time.fromisoformat(hours.begins), time.fromisoformat(hours.ends)
    except ValueError:
        raise BadPlan(f"{where}giờ {hours.begins}–{hours.ends} không đọc được") from None
    try:
        dates = [date.fromisoformat(each) for each in (hours.from_on, hours.until_on) if each]
    except ValueError:
        text = f"{hours.from_on}–{hours.until_on}"
        raise BadPlan(f"{where}ngày {text} không đọc được") from None
    require(dates == sorted(dates), where + "ngày cuối trước ngày đầu")


def _letters(letters: Mapping[str, str], where: str) -> None:
    require(set(letters.values()) <= set("LXAO"), where + "chữ lạ trong bảng")
    for key in letters:
        if key.startswith(SERVICE):
            _service(key, where)


def _service(key: str, where: str) -> None:
    known = key.removeprefix(SERVICE) in data.services()
    require(known, where + f"không có dịch vụ {key!r}")


def _what(what: str, where: str) -> None:
    if what.startswith(SERVICE):
        _service(what, where)
    elif what.startswith(CATEGORY):
        require(len(what) > len(CATEGORY), where + "chưa nêu nhóm nội dung nào được mở")
    else:
        wire_of(what, where)


def _trails(trails: tuple[Trail, ...]) -> None:
    require(len(trails) <= MOST_TRAILS, f"nhiều hơn {MOST_TRAILS} vụ việc được theo dõi cùng lúc")
    idents = [trail.ident for trail in trails]
    require(len(idents) == len(set(idents)), "hai vụ việc cùng mã")
    for trail in trails:
        where = f"vụ việc {trail.ident!r}: "
        require(_IDENT.fullmatch(trail.ident) is not None, where + "mã không dùng được")
        require(bool(trail.client), where + "chưa nêu máy nào")
        moment(trail.until, where)
        try:
            size = len(base64.b64decode(trail.key, validate=True))
        except binascii.Error:
            size = 0
        require(size == KEY_BYTES, where + "khóa công khai không đúng")


def _once(of_groups: Iterable[tuple[str, ...]], what: str) -> None:
    seen = [each for some in of_groups for each in some]
    require(len(seen) == len(set(seen)), f"một {what} thuộc hai nhóm")


def require(holds: bool, words: str) -> None:
    if not holds:
        raise BadPlan(words)


def _page(address: str, version: int) -> None:
    try:
        wrong = bool(address) and ipaddress.ip_address(address).version != version
    except ValueError:
        wrong = True
    require(not wrong, f"địa chỉ trang báo chặn {address!r} không phải IPv{version}")


def _address(address: str, where: str) -> None:
    try:
        ipaddress.ip_address(address)
    except ValueError:
        raise BadPlan(f"{where}{address!r} không phải địa chỉ IP") from None


def _zone(key: str) -> None:
    try:
        ZoneInfo(key)
    except (ValueError, OSError, KeyError):
        raise BadPlan(f"múi giờ {key!r} không có") from None


def _subnet(subnet: str, where: str) -> None:
    try:
        ipaddress.ip_network(subnet)
    except ValueError:
        raise BadPlan(f"{where}{subnet!r} không phải dải địa chỉ") from None


def moment(text: str, where: str) -> datetime:
    """An aware moment. Raises BadPlan."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise BadPlan(f"{where}thời điểm {text!r} không đọc được") from None
    require(read.tzinfo is not None, f"{where}thời điểm {text!r} thiếu múi giờ")
    return read


def wire_of(name: str, where: str) -> bytes:
    """Raises BadPlan."""
    try:
        return names.wire(names.checked(name.encode()))
    except names.BadName as wrong:
        raise BadPlan(f"{where}{name!r} {wrong}") from None
