"""A revised source: exactly the products that rest on what changed need an update."""

from __future__ import annotations

import random

import pytest

from mangnon.library.actions.documents import add_edition
from mangnon.library.actions.outdating import sha256_of
from mangnon.library.aligning import Change, compared, keys_for
from mangnon.library.models import Document, Product, Rest
from mangnon.library.queries.products import changed_paragraphs
from tests.library.cast import LINES, Cast, add, make, make_cast, map_of, text_of

TALK = "mạng trẻ em giữ kín mật khẩu gia đình thầy cô kể nghe giúp bạn lạ ảnh trò chơi"
WORDS = TALK.split()


def paragraph(chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(6, 24)))


def mutated(text: str, chance: random.Random) -> str:
    """Another word in the middle: at its ends a line may be joined to its neighbour."""
    words = text.split()
    words[chance.randrange(1, len(words) - 1)] = f"mới{chance.randint(0, 999)}"
    return " ".join(words)


@pytest.mark.parametrize("seed", range(60))
def test_paragraphs_keep_their_keys_however_the_text_was_changed(seed: int) -> None:
    chance = random.Random(seed)
    old = [(f"d{n}", paragraph(chance)) for n in range(1, 15)]
    changed = set(chance.sample(range(14), chance.randint(0, 4)))
    gone = set(chance.sample(sorted(set(range(14)) - changed), chance.randint(0, 3)))
    new: list[str] = []
    kept: list[str] = []
    for place, (key, text) in enumerate(old):
        if place not in gone:
            new.append(mutated(text, chance) if place in changed else f"  {text}  ")
            kept.append(key)
        if chance.random() < 0.1:
            new.append("Đoạn thêm hoàn toàn khác, chưa từng có ở bản trước nay mới viết.")
            kept.append("")

    keys = keys_for(old, new)
    assert len(set(keys)) == len(keys)
    lines = compared(old, list(zip(keys, new, strict=True)))
    touched = {one.key for one in lines if one.change in {Change.CHANGED, Change.REMOVED}}
    assert touched == {old[place][0] for place in changed | gone}
    assert [k for k in keys if k in dict(old)] == [k for k in kept if k]


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def rests(product: Product) -> set[str]:
    return {one.key for one in product.rests.all()}


def one_resting_on(cast: Cast, product: Product, keys: set[str]) -> Product:
    """A copy of a product that rests on some paragraphs alone."""
    texts = {one["id"]: one["text"] for one in product.revision.values["source"]["paragraphs"]}
    copy = Product.objects.create(
        revision=product.revision, genre="social", theme="thcs", title="Bản", unit=product.unit,
        made_by=cast.hoa, state="draft",
    )  # fmt: skip
    Rest.objects.bulk_create(
        Rest(product=copy, key=key, text_sha256=sha256_of(texts[key])) for key in keys
    )
    return copy


def test_any_set_of_changed_paragraphs_flags_exactly_the_products_that_rest_on_them(
    cast: Cast,
) -> None:
    chance = random.Random(7)
    document = add(cast)
    (made,) = make(cast, map_of(cast, document))
    keys = [f"d{n}" for n in range(1, 9)]
    for number in range(8):
        for copy in Product.objects.exclude(pk=made.pk):
            copy.rests.all().delete()
            copy.delete()
        copies = [
            one_resting_on(cast, made, set(chance.sample(keys, chance.randint(1, 3))))
            for _ in range(6)
        ]
        Product.objects.update(outdated_at=None)
        touched = set(chance.sample(range(1, 9), chance.randint(0, 3)))
        lines = [
            mutated(line, chance) if place in touched else line for place, line in enumerate(LINES)
        ]
        edition = add_edition(
            by=cast.hoa, document=document, data=text_of(*lines), name=f"ban-{number}.txt"
        )
        assert edition.state == "ready"
        assert [one.key for one in edition.paragraphs.all()] == keys
        wanted = {f"d{place}" for place in touched}
        flagged = {one.pk for one in Product.objects.filter(outdated_at__isnull=False)}
        assert flagged & {one.pk for one in copies} == {
            one.pk for one in copies if rests(one) & wanted
        }


def test_the_page_of_a_product_shows_what_changed_beneath_it(cast: Cast) -> None:
    document = add(cast)
    (article,) = make(cast, map_of(cast, document), "article")
    lines = [line.replace("ngay trong ngày", "trong 12 giờ") for line in LINES]
    add_edition(by=cast.hoa, document=document, data=text_of(*lines), name="ban-2.txt")

    article.refresh_from_db()
    (changed,) = changed_paragraphs(article)
    assert article.outdated_at is not None
    assert changed.key == "d7"
    assert changed.was.endswith("được giúp ngay trong ngày.")
    assert changed.now.endswith("được giúp trong 12 giờ.")


def test_a_paragraph_that_moved_changes_nothing(cast: Cast) -> None:
    document = add(cast)
    (article,) = make(cast, map_of(cast, document), "article")
    moved = [LINES[0], *LINES[4:], *LINES[1:4]]
    add_edition(by=cast.hoa, document=document, data=text_of(*moved), name="ban-2.txt")

    article.refresh_from_db()
    assert article.outdated_at is None
    assert Document.objects.get().editions.count() == 2
