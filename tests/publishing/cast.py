"""An approved product on the shelf, and those who publish it.

    stage = make_stage()
    stage.article, stage.audio ...

All invented.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from mangnon.base.files.api import store_made
from mangnon.kit import clock
from mangnon.library.choices import EditionState, ProductState, Rights
from mangnon.library.models import Document, Edition, MessageMap, Product, ProductFile, Revision
from mangnon.publishing.models import Post
from mangnon.studio.maps import as_values, from_toml
from mangnon.units.choices import Role
from mangnon.units.models import Person, Unit
from tests.cast import House, make_person, make_province
from tests.publishing.channels.contract import picture

MAP = """
title = { text = "Giữ kín thông tin riêng", grounds = ["p1"] }
audience = "phu-huynh"
made_on = 2026-11-20

[source]
title = "Công văn về an toàn trên mạng"
issuer = "Sở Y tế"
number = "12/SYT"
issued_on = 2026-11-02

[[source.paragraphs]]
id = "p1"
text = "Không đưa số nhà, tên trường lên mạng."

[[source.paragraphs]]
id = "p2"
text = "Khi có người lạ hỏi, con kể với người lớn."

[[source.paragraphs]]
id = "p3"
text = "Cần giúp, gọi 111."
"""


@dataclass(frozen=True)
class Stage:
    """A province, an editor and a head of the health department, a commune that follows, and
    products of one map."""

    house: House
    editor: Person
    officer: Person
    clerk: Person
    revision: Revision
    article: Product
    carousel: Product
    audio: Product
    clip: Product


def make_stage() -> Stage:
    house = make_province()
    editor = make_person(Role.EDITOR, house.health, name="Lê Thị Biên")
    officer = make_person(Role.PROVINCIAL_OFFICER, house.health, name="Võ Văn Tỉnh")
    clerk = make_person(Role.COMMUNE_WORKER, house.son_ha, name="Đinh Thị Xã")
    revision = _revision(house.health, editor)
    pictures = [picture(f"anh-vuong-0{n}.png") for n in (1, 2)]
    return Stage(
        house,
        editor,
        officer,
        clerk,
        revision,
        make_product(revision, "article", ("bai-bao.html", ARTICLE, "text/html")),
        make_product(
            revision, "carousel", *[(one.name, one.content, "image/png") for one in pictures]
        ),
        make_product(
            revision,
            "audio",
            ("phat-thanh.mp3", b"ID3 sound", "audio/mpeg"),
            ("phat-thanh-kich-ban.txt", "Thưa bà con".encode(), "text/plain"),
            ("phat-thanh.json", json.dumps(SLIP).encode(), "application/json"),
        ),
        make_product(
            revision,
            "clip",
            ("clip-ngang.mp4", bytes(range(200)), "video/mp4"),
            ("clip.vtt", b"WEBVTT\n", "text/vtt"),
        ),
    )


ARTICLE = (
    '<article lang="vi" class="article" data-words="30"><h1>Giữ kín thông tin riêng</h1>'
    '<p class="sapo">Ba điều cha mẹ và con cùng nhớ.</p><h2>Không đưa số nhà lên mạng</h2>'
    "<p>Kẻ xấu tìm ra nhà từ một bức ảnh.</p><footer><p>Gọi 111.</p></footer></article>\n"
).encode()
SLIP: dict[str, Any] = {
    "title": "Giữ kín thông tin riêng",
    "priority": "thông thường",
    "valid_until": "2027-01-31",
    "seconds": 61.5,
    "parts": [],
}


def _revision(unit: Unit, editor: Person) -> Revision:
    document = Document.objects.create(
        title="Công văn về an toàn trên mạng",
        issuer="Sở Y tế",
        number="12/SYT",
        issued_on=date(2026, 11, 2),
        rights=Rights.OWN,
        unit=unit,
        added_by=editor,
    )
    edition = Edition.objects.create(document=document, state=EditionState.READY)
    of_map = MessageMap.objects.create(document=document, audience="phu-huynh", unit=unit)
    messages = "".join(
        f'\n[[messages]]\nid = "m{n}"\nheading = {{ text = "{heading}", grounds = ["p{n}"] }}\n'
        f'sentences = [{{ text = "{text}", grounds = ["p{n}"] }}]\npicture = "{PICTURES[n - 1]}"\n'
        for n, (heading, text) in enumerate(MESSAGES, 1)
    )
    return Revision.objects.create(
        map=of_map,
        edition=edition,
        values=as_values(from_toml(MAP + messages)),
        made_by=editor,
        accepted_by=editor,
        accepted_at=clock.now(),
    )


MESSAGES = (
    ("Không đưa số nhà lên mạng", "Kẻ xấu tìm ra nhà từ một bức ảnh."),
    ("Kể với người lớn", "Con kể ra là đúng."),
    ("Gọi 111", "Số này miễn phí, 24 giờ mỗi ngày."),
)
PICTURES = ("lock", "hug", "call")


def make_product(
    revision: Revision, genre: str, *files: tuple[str, bytes, str], unit: Unit | None = None
) -> Product:
    """Approved, with these files: (name, content, media type)."""
    product = Product.objects.create(
        revision=revision,
        genre=genre,
        theme="phu-huynh",
        title="Giữ kín thông tin riêng",
        unit=unit or revision.map.unit,
        state=ProductState.APPROVED,
        made_by=revision.made_by,
    )
    for place, (name, content, kind) in enumerate(files):
        kept = store_made(content=content, name=name, media_type=kind, by=None, purpose="product")
        ProductFile.objects.create(
            product=product,
            file=kept,
            name=name,
            words=f"Tệp {name}",
            alt="Bạn nhỏ che màn hình" if kind == "image/png" else "",
            place=place,
            says=[{"text": "Không đưa số nhà lên mạng.", "grounds": ["p1"]}],
        )
    return product


def told(post: Post) -> list[str]:
    """What its receipts say happened."""
    return [*post.receipts.values_list("what", flat=True)]
