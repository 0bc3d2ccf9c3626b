"""A small library: a source in DOCX manner, its map, and the people who write and decide."""

from __future__ import annotations

import json
from dataclasses import dataclass

from mangnon.base.jobs.api import run_due
from mangnon.library.actions.documents import add_source, describe
from mangnon.library.actions.making import make_again, make_products
from mangnon.library.actions.maps import accept, begin_map, write_draft
from mangnon.library.choices import Rights
from mangnon.library.models import Document, MessageMap, Product
from mangnon.units.choices import Role
from mangnon.units.models import Person
from tests.cast import House, make_person, make_province

LINES = (
    "GIỮ AN TOÀN CHO TRẺ EM TRÊN MẠNG",
    "Giữ kín thông tin riêng",
    "Họ tên, địa chỉ nhà, số điện thoại và mật khẩu là thông tin riêng của mỗi gia đình.",
    "Không gửi thông tin ấy cho người chỉ quen qua mạng.",
    "Cảnh giác với người lạ trong trò chơi",
    "Người rủ gặp riêng hoặc xin ảnh là dấu hiệu phải dừng lại và kể với người lớn.",
    "Kể với người tin cậy",
    "Khi thấy sợ hoặc buồn vì một tin nhắn, trẻ cần được nghe và được giúp ngay trong ngày.",
    "Thầy cô ghi lại sự việc và không trách mắng trẻ.",
)
FIELDS = (
    "title",
    "issuer",
    "number",
    "issued_on",
    "rights_note",
    "valid_until",
    "audiences",
    "genre",
    "address",
    "about",
)


@dataclass(frozen=True)
class Cast:
    """Hoa edits for the department of health, Bình answers for the province, Mai teaches."""

    house: House
    hoa: Person
    binh: Person
    mai: Person
    thu: Person


def make_cast() -> Cast:
    house = make_province()
    return Cast(
        house=house,
        hoa=make_person(Role.EDITOR, house.health, name="Lê Thị Hoa"),
        binh=make_person(Role.PROVINCIAL_OFFICER, house.health, name="Trần Văn Bình"),
        mai=make_person(Role.TEACHER, house.primary, name="Phạm Thị Mai"),
        thu=make_person(Role.PRINCIPAL, house.primary, name="Ngô Thị Thu"),
    )


def text_of(*lines: str) -> bytes:
    return "\n".join(lines or LINES).encode()


def add(cast: Cast, *lines: str, by: Person | None = None) -> Document:
    """A source of the department that may be remade."""
    by = by or cast.hoa
    unit = cast.house.primary if by in (cast.mai, cast.thu) else cast.house.health
    document = add_source(by=by, unit=unit, data=text_of(*lines), name="giu-an-toan.txt")
    said = {name: getattr(document, name) for name in FIELDS}
    return describe(by=by, document=document, **said, rights=Rights.OWN)


def map_of(cast: Cast, document: Document, audience: str = "tieu-hoc") -> MessageMap:
    """The proposed map, accepted by Hoa."""
    made = begin_map(by=cast.hoa, document=document, unit=cast.house.health, audience=audience)
    accept(by=cast.hoa, of_map=made)
    return made


def make(cast: Cast, of_map: MessageMap, *names: str) -> list[Product]:
    """Products made by jobs, here and now."""
    made = make_products(
        by=cast.hoa,
        of_map=of_map,
        unit=cast.house.health,
        names=names or ("social",),
        theme=of_map.audience,
    )
    run_due()
    return [Product.objects.get(pk=one.pk) for one in made]


def next_version(cast: Cast, product: Product, *, was: str, now: str) -> Product:
    """Hoa writes one thing otherwise in the map and has the product made again."""
    of_map = MessageMap.objects.get(pk=product.revision.map_id)
    values = json.loads(json.dumps(of_map.draft, ensure_ascii=False).replace(was, now))
    write_draft(by=cast.hoa, of_map=of_map, version=of_map.version, values=values)
    accept(by=cast.hoa, of_map=MessageMap.objects.get(pk=of_map.pk))
    made = make_again(by=cast.hoa, product=product)
    run_due()
    return Product.objects.get(pk=made.pk)
