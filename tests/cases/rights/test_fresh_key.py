"""A unit that leaves may have kept the key it read with: what is written later has another."""

from __future__ import annotations

from uuid import uuid4

import pytest

from mangnon.cases.actions.keeping import case_key, writing_key
from mangnon.cases.actions.notes import add_note
from mangnon.cases.actions.opened import open_words
from mangnon.cases.actions.sharing import share, stop_share
from mangnon.cases.models import Case, Note
from mangnon.cases.perms import classes_readable
from mangnon.cases.sealed import generation_of, note_place, opened_words, seal_words
from mangnon.kit.crypto import NotOpened
from mangnon.reports.api import Locked
from mangnon.units.models import Person
from tests.cases.machine.cast import Cast


def write(cast: Cast, by: Person, text: str) -> Note:
    case = Case.objects.get(pk=cast.case.pk)
    add_note(
        case_id=case.pk,
        by=by,
        unit=cast.unit_of(by),
        text=text,
        internal=False,
        token=uuid4().hex,
        reader=cast.readers.get(by.pk),
    )
    return Note.objects.latest("pk")


def read(cast: Cast, by: Person, note: Note) -> str | None:
    case = Case.objects.get(pk=cast.case.pk)
    opener = open_words(cast.readers[by.pk], case, classes_readable(by, case))
    return opener.note(note) if opener else None


def taken_along(cast: Cast) -> bytes:
    """What somebody of the centre could have copied while it helped."""
    helper = next(
        pk for pk in cast.readers if pk not in {cast.officer.pk, cast.chair.pk, cast.police.pk}
    )
    key = case_key(cast.case, cast.readers[helper])
    assert key is not None
    return key


def test_what_is_written_after_a_parting_opens_with_no_key_taken_along(cast: Cast) -> None:
    early, kept = write(cast, cast.chair, "Trước khi trung tâm thôi"), taken_along(cast)
    reader = cast.readers[cast.chair.pk]
    stop_share(by=cast.chair, case_id=cast.case.pk, unit=cast.house.centre, reader=reader)
    late = write(cast, cast.chair, "Sau khi trung tâm thôi")

    place = note_place(cast.case.pk, early.pk)
    assert opened_words(kept, {}, bytes(early.sealed), place) == {
        "text": "Trước khi trung tâm thôi"
    }
    with pytest.raises(NotOpened):
        opened_words(kept, {}, bytes(late.sealed), note_place(cast.case.pk, late.pk))
    assert set(cast.case.keys.values_list("generation", flat=True)) == {2}
    for person in (cast.chair, cast.officer):
        assert read(cast, person, early) == "Trước khi trung tâm thôi"
        assert read(cast, person, late) == "Sau khi trung tâm thôi"


def test_without_an_open_key_words_go_to_the_units_until_somebody_makes_the_fresh_one(
    cast: Cast,
) -> None:
    kept = taken_along(cast)
    stop_share(by=cast.chair, case_id=cast.case.pk, unit=cast.house.centre)
    assert set(cast.case.keys.values_list("generation", flat=True)) == {1}

    blind = write(cast, cast.worker, "Không mở khóa")
    with pytest.raises(NotOpened):
        opened_words(kept, {}, bytes(blind.sealed), note_place(cast.case.pk, blind.pk))
    assert bytes(blind.sealed)[:1] == b"\x02"

    late = write(cast, cast.chair, "Có khóa")
    assert bytes(late.sealed)[:2] == b"\x03\x02"
    assert read(cast, cast.officer, blind) == "Không mở khóa"
    assert read(cast, cast.officer, late) == "Có khóa"


def test_each_parting_gives_one_more_and_whoever_comes_back_reads_all(cast: Cast) -> None:
    reader, case_id = cast.readers[cast.chair.pk], cast.case.pk
    for round_ in (2, 3):
        stop_share(by=cast.chair, case_id=case_id, unit=cast.house.centre, reader=reader)
        assert Case.objects.get(pk=case_id).key_generation == round_
        share(
            by=cast.chair,
            case_id=case_id,
            unit=cast.house.centre,
            classes=["health"],
            why="tư vấn",
            reader=reader,
        )
    assert generation_of(taken_along(cast)) == 3
    assert set(cast.case.keys.values_list("generation", flat=True)) == {3}


def test_withdrawn_consent_asks_for_a_fresh_key_too(cast: Cast) -> None:
    kept = taken_along(cast)
    cast.make("withdraw_consent", cast.chair, who="mẹ")
    assert Case.objects.get(pk=cast.case.pk).key_generation == 2
    late = write(cast, cast.chair, "Sau khi rút đồng ý")
    with pytest.raises(NotOpened):
        opened_words(kept, {}, bytes(late.sealed), note_place(cast.case.pk, late.pk))
    assert read(cast, cast.police, late) == "Sau khi rút đồng ý"


def test_who_holds_an_older_key_only_neither_writes_with_it_nor_hands_it_on(cast: Cast) -> None:
    reader = cast.readers[cast.officer.pk]
    row = cast.case.keys.get(unit_key__unit=cast.house.health)
    old = bytes(row.wrapped_key)
    chair = cast.readers[cast.chair.pk]
    stop_share(by=cast.chair, case_id=cast.case.pk, unit=cast.house.centre, reader=chair)
    cast.case.keys.filter(pk=row.pk).update(wrapped_key=old, generation=1)

    assert writing_key(Case.objects.get(pk=cast.case.pk), reader) is None
    with pytest.raises(Locked):
        share(
            by=cast.chair,
            case_id=cast.case.pk,
            unit=cast.house.centre,
            classes=[],
            why="",
            reader=reader,
        )


def test_the_first_key_seals_as_before_and_a_key_too_few_opens_nothing() -> None:
    one, two = b"a" * 32, b"a" * 32 + b"b" * 32
    first = seal_words(one, [], {"text": "một"}, "nơi")
    second = seal_words(two, [], {"text": "hai"}, "nơi")
    assert (first[:1], second[:2]) == (b"\x01", b"\x03\x02")
    assert opened_words(two, {}, first, "nơi") == {"text": "một"}
    assert opened_words(two, {}, second, "nơi") == {"text": "hai"}
    with pytest.raises(NotOpened):
        opened_words(one, {}, second, "nơi")
    with pytest.raises(NotOpened):
        opened_words(b"", {}, first, "nơi")
