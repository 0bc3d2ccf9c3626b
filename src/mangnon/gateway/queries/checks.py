"""What each kind of point of the standards asks of a school's filter, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from mangnon.gateway.engine.data import help_sites, unlawful
from mangnon.gateway.inheriting import name_of
from mangnon.gateway.policies import GROUPS
from mangnon.gateway.queries.evidence import Evidence, has_tokens
from mangnon.kit import clock

FRESH, YEAR, LOOK = timedelta(days=7), timedelta(days=365), timedelta(days=92)


class Status(Enum):
    MET = "met"
    UNMET = "unmet"
    BEYOND = "beyond"

    @property
    def words(self) -> str:
        return {"met": "Đạt", "unmet": "Chưa đạt", "beyond": "Ngoài DNS"}[self.value]

    @property
    def tone(self) -> str:
        return {"met": "green", "unmet": "red", "beyond": "grey"}[self.value]


@dataclass(frozen=True)
class Finding:
    """status with its ground, in words for whoever reads the paper."""

    status: Status
    ground: str


def bundle_words(evidence: Evidence) -> str:
    bundle = evidence.bundle
    if bundle is None:
        return "chưa có"
    names = f"{bundle.names:,}".replace(",", ".")
    return f"gói số {bundle.pk}, {names} tên, tạo ngày {clock.local(bundle.made_at):%d/%m/%Y}"


def met(ground: str) -> Finding:
    return Finding(Status.MET, ground)


def unmet(ground: str) -> Finding:
    return Finding(Status.UNMET, ground)


def when(holds: bool, yes: str, no: str) -> Finding:
    return met(yes) if holds else unmet(no)


NO_SITE = "Trường chưa khai báo điểm trường nào."


def locked(evidence: Evidence, arg: str) -> Finding:
    if not evidence.plans:
        return unmet(NO_SITE)
    groups = evidence.group_plans(list(GROUPS))
    open_somewhere = [k for k in unlawful() if any(g.letters.get(k) != "L" for g in groups)]
    if open_somewhere:
        return unmet(f"Chưa khóa: {_words(open_somewhere)}.")
    return met(
        f"{_words(unlawful())}: khóa ở mọi nhóm; máy lọc giữ khóa dù kế hoạch ghi gì, "
        "không có nút nào để tắt."
    )


def blocked(evidence: Evidence, arg: str) -> Finding:
    """Shut for all pupils of the school, and there are lists that say what to shut."""
    if not evidence.plans:
        return unmet(NO_SITE)
    keys = arg.split()
    groups = evidence.group_plans(evidence.pupils)
    open_for = {g.key for g in groups for k in keys if g.letters.get(k, g.fallback) == "O"}
    if open_for:
        return unmet(f"Đang mở với {', '.join(GROUPS[key] for key in sorted(open_for))}.")
    empty = [key for key in keys if not evidence.rules.get(key)]
    if empty:
        return unmet(f"Quy tắc chặn, nhưng chưa có danh sách nào đang dùng về {_words(empty)}.")
    count = sum(evidence.rules[key] for key in keys)
    by_teacher = any(g.letters.get(k) == "A" for g in groups for k in keys)
    note = " Có mục giáo viên được mở trong tiết học." if by_teacher else ""
    return met(f"Chặn với mọi nhóm học sinh, {_number(count)} quy tắc.{note}")


def by_age(evidence: Evidence, arg: str) -> Finding:
    if not evidence.plans:
        return unmet(NO_SITE)
    told = {client.group for client in evidence.clients}
    fallbacks = {site.fallback_group for site in evidence.sites}
    missing = [GROUPS[key] for key in evidence.groups if key not in told | fallbacks]
    tables = {tuple(sorted(g.letters.items())) for g in evidence.group_plans(evidence.groups)}
    if missing:
        return unmet(f"Chưa khai báo máy của nhóm {', '.join(missing)}.")
    return when(
        len(tables) > 1,
        f"{len(evidence.groups)} nhóm của trường có máy riêng và {len(tables)} bảng mức khác nhau.",
        "Mọi nhóm đang dùng chung một bảng mức.",
    )


def bypass(evidence: Evidence, arg: str) -> Finding:
    groups = evidence.group_plans(evidence.pupils)
    if not groups:
        return unmet(NO_SITE)
    if not all(group.bypass for group in groups):
        return unmet("Lối vòng của trình duyệt đang để mở với một nhóm học sinh.")
    shut = blocked(evidence, "bypass")
    if shut.status is not Status.MET:
        return shut
    return met(
        f"{shut.ground} Tên dò lối vòng của trình duyệt bị từ chối. Cần thêm tường lửa chặn "
        "DNS đi thẳng ra ngoài."
    )


def search(evidence: Evidence, arg: str) -> Finding:
    groups = evidence.group_plans(evidence.pupils)
    if not groups:
        return unmet(NO_SITE)
    off = [g.words for g in groups if not g.safesearch or g.youtube == "open"]
    return when(
        not off,
        "Tìm kiếm an toàn bật và YouTube ở chế độ hạn chế với mọi nhóm học sinh.",
        f"Chưa bật đủ với {', '.join(dict.fromkeys(off))}.",
    )


def unknown(evidence: Evidence, arg: str) -> Finding:
    groups = evidence.group_plans(evidence.pupils)
    if not groups:
        return unmet(NO_SITE)
    off = [g.words for g in groups if g.unknown == "open"]
    if evidence.bundle is None:
        return unmet("Chưa có danh sách nào đang dùng.")
    return when(
        not off,
        "Tên lạ trông giống trang người lớn hay cờ bạc bị chặn hoặc được đếm riêng.",
        f"Tên lạ được mở mà không xét với {', '.join(dict.fromkeys(off))}.",
    )


def control(evidence: Evidence, arg: str) -> Finding:
    return when(
        bool(evidence.principals + evidence.technicians),
        "Hiệu trưởng và người phụ trách của trường tự đặt quy tắc trong phạm vi tỉnh để cho "
        "trường; mỗi lần đổi đều có người, lý do và ghi vào nhật ký.",
        "Trường chưa có tài khoản nào được đặt quy tắc.",
    )


def rationale(evidence: Evidence, arg: str) -> Finding:
    return met("Mỗi mức đều ghi lý do và ai quy định, xem được ở trang Chính sách lọc.")


def running(evidence: Evidence, arg: str) -> Finding:
    if not evidence.sites:
        return unmet(NO_SITE)
    bad = [f"{s.site.name}: {s.words.lower()}" for s in evidence.states if s.tone != "green"]
    if bad:
        return unmet("; ".join(bad) + ".")
    bundle = evidence.bundle
    if bundle is None or evidence.now - bundle.made_at > FRESH:
        return unmet("Máy lọc đang chạy, nhưng danh sách đã cũ hơn 7 ngày.")
    return met(f"{len(evidence.states)} điểm trường đang lọc; {bundle_words(evidence)}.")


def network(evidence: Evidence, arg: str) -> Finding:
    if not evidence.sites:
        return unmet(NO_SITE)
    machines = sum(state.machines for state in evidence.states)
    return when(
        bool(machines),
        f"{machines} máy lọc trả lời DNS cho cả mạng của trường.",
        "Chưa có máy lọc nào ghi danh.",
    )


def remote(evidence: Evidence, arg: str) -> Finding:
    if any(site.host for site in evidence.sites) and has_tokens(evidence):
        return met("Có địa chỉ DoH, DoT riêng cho máy mang về nhà.")
    return unmet("Chưa có đường dẫn riêng cho máy mang về nhà, hoặc máy lọc chưa có tên.")


def identify(evidence: Evidence, arg: str) -> Finding:
    if not evidence.clients:
        return unmet("Chưa khai báo máy nào; DNS chỉ biết máy, không biết người.")
    return Finding(
        Status.BEYOND,
        f"Bộ lọc biết nhóm của máy ({len(evidence.clients)} khai báo), không biết ai đang ngồi "
        "trước máy: chỉ đăng nhập ở máy hay ở mạng mới biết.",
    )


def reporting(evidence: Evidence, arg: str) -> Finding:
    return met(
        "Trang báo chặn có nút xin mở; trường báo chặn nhầm lên tỉnh. 90 ngày qua: "
        f"{evidence.asked} đề nghị, {evidence.answered} đã trả lời."
    )


def history(evidence: Evidence, arg: str) -> Finding:
    counted = evidence.counted
    if counted is None:
        return unmet("Chưa đọc được số liệu.")
    return when(
        bool(counted.asked),
        f"30 ngày qua: {_number(counted.asked)} câu trả lời, {_number(counted.blocked)} bị chặn; "
        "chỉ đếm theo nhóm, không theo học sinh.",
        "Chưa có số liệu nào của 30 ngày qua.",
    )


def matters(evidence: Evidence, arg: str) -> Finding:
    return when(
        bool(evidence.principals),
        "Chỉ khi có vụ việc được nêu tên, hai người cùng mở, có hạn, mỗi lần đọc đều ghi nhật ký.",
        "Chưa có hiệu trưởng hay tư vấn viên nào để đề nghị và đồng ý.",
    )


def roles(evidence: Evidence, arg: str) -> Finding:
    return when(
        bool(evidence.principals and evidence.technicians),
        f"{evidence.principals} hiệu trưởng, {evidence.technicians} người phụ trách công nghệ.",
        "Chưa giao đủ vai trò hiệu trưởng và người phụ trách công nghệ thông tin.",
    )


def review(evidence: Evidence, arg: str) -> Finding:
    at = evidence.reviewed_at
    if at is None:
        return unmet("Chưa lần nào ghi nhận đã rà soát.")
    day = f"{clock.local(at):%d/%m/%Y}"
    return when(
        evidence.now - at <= YEAR,
        f"Rà soát lần cuối ngày {day}.",
        f"Lần rà soát cuối ngày {day}, đã quá một năm.",
    )


def teaching(evidence: Evidence, arg: str) -> Finding:
    words = (
        f"{len(help_sites())} nơi trẻ tìm giúp đỡ không bao giờ bị chặn; giáo viên mở trong tiết "
        f"học: {evidence.opened} lần trong 90 ngày; "
        f"đề nghị chờ quá ba ngày: {evidence.late}."
    )
    return when(not evidence.late, words, words)


def doctor(evidence: Evidence, arg: str) -> Finding:
    look = evidence.doctor
    if not look.get("at"):
        return unmet("Chưa có lần kiểm tra nào từ trong trường (lệnh mangnon gateway doctor).")
    at = datetime.fromisoformat(str(look["at"]))
    day = f"{clock.local(at):%d/%m/%Y}"
    if evidence.now - at > LOOK:
        return unmet(f"Lần kiểm tra cuối ngày {day}, đã quá ba tháng.")
    bad, unsure = outcomes(look, "fail"), len(outcomes(look, "unknown"))
    if bad:
        return unmet(f"Kiểm tra ngày {day} thấy lỗ hổng: {'; '.join(bad)}.")
    rest = f"; {unsure} mục máy kiểm tra không xem được" if unsure else ""
    return met(f"Kiểm tra ngày {day}: {len(outcomes(look, 'pass'))} mục đạt{rest}.")


def adults(evidence: Evidence, arg: str) -> Finding:
    if not evidence.plans:
        return unmet(NO_SITE)
    pairs = [(k, v) for g in evidence.group_plans(["staff"]) for k, v in g.letters.items()]
    ask = sorted({k for k, letter in pairs if letter == "A"})
    return met(f"Giáo viên được mở có lý do và có hạn, {len(ask)} nhóm nội dung ở mức A.")


HONEST = (
    "Bộ lọc DNS thấy tên của trang, không thấy địa chỉ đầy đủ, lời tìm kiếm hay nội dung: "
    "những thứ đó được mã hóa. Ứng dụng nhớ sẵn địa chỉ IP, VPN đã nối được và mạng "
    "di động đi ngoài bộ lọc. Tên mã hóa trong lúc bắt tay (ECH) bị bỏ khỏi câu trả lời "
    "để không che được trang."
)
BEYOND = {
    "content": "Nội dung trang và câu trả lời AI được mã hóa; cần phần mềm trên máy.",
    "apps": "Bộ lọc chặn được tên mà ứng dụng hỏi, không thấy gì bên trong ứng dụng.",
    "people": "Việc của thầy cô trong lớp: bộ lọc không thay được.",
    "keywords": "Lời tìm kiếm và màn hình không đi qua DNS; cần phần mềm trên máy.",
    "conduct": "Lời nói và hình ảnh giữa các em không đi qua DNS; chỉ chặn được cả dịch vụ.",
}


def honest(evidence: Evidence, arg: str) -> Finding:
    return met("Giới hạn được in ngay trên bản này, ở mục “Bộ lọc không thấy được gì”.")


def beyond(evidence: Evidence, arg: str) -> Finding:
    return Finding(Status.BEYOND, BEYOND[arg])


CHECKS: dict[str, Callable[[Evidence, str], Finding]] = {
    check.__name__: check
    for check in (
        locked,
        blocked,
        by_age,
        bypass,
        search,
        unknown,
        control,
        rationale,
        running,
        network,
        remote,
        identify,
        reporting,
        history,
        matters,
        roles,
        review,
        teaching,
        doctor,
        adults,
        honest,
        beyond,
    )
}


def outcomes(look: Mapping[str, Any], outcome: str) -> list[str]:
    """The titles of what a look from inside found so (`link.doctor`: pass, fail, unknown)."""
    checks = look.get("checks", ())
    return [str(each.get("title", "")) for each in checks if each.get("outcome") == outcome]


def _words(keys: Iterable[str]) -> str:
    return ", ".join(name_of(key) for key in keys)


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
