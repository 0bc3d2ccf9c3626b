"""What is sealed opens for its reader, in its place, and not otherwise."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.kit import sealing, shamir
from mangnon.kit.crypto import NotOpened


def test_a_body_opens_only_with_its_key_and_in_its_place() -> None:
    key, other = sealing.new_key(), sealing.new_key()
    sealed = sealing.seal(key, "Em sợ về nhà".encode(), "report:1:body")
    assert sealing.opened(key, sealed, "report:1:body").decode() == "Em sợ về nhà"
    for wrong_key, context in ((other, "report:1:body"), (key, "report:2:body")):
        with pytest.raises(NotOpened):
            sealing.opened(wrong_key, sealed, context)
    for at in (0, 12, len(sealed) - 1):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(NotOpened):
            sealing.opened(key, bytes(changed), "report:1:body")


@pytest.mark.parametrize("length", [0, 1, 11, 12, 27])
def test_scraps_are_refused_by_name(length: int) -> None:
    with pytest.raises(NotOpened):
        sealing.opened(sealing.new_key(), bytes(length), "x")


def test_a_key_is_unwrapped_by_its_reader_alone() -> None:
    (mine, public), (strangers, _) = sealing.key_pair(), sealing.key_pair()
    key = sealing.new_key()
    box = sealing.wrapped(key, public)
    assert sealing.unwrapped(box, mine) == key
    with pytest.raises(NotOpened):
        sealing.unwrapped(box, strangers)
    with pytest.raises(NotOpened):
        sealing.unwrapped(box[:-1], mine)


def test_a_passphrase_gives_one_key_with_one_salt() -> None:
    salt = sealing.new_salt()
    assert sealing.key_of("tre xanh ven sông", salt) == sealing.key_of("tre xanh ven sông", salt)
    assert sealing.key_of("tre xanh ven sông", salt) != sealing.key_of("tre xanh ven song", salt)
    assert sealing.key_of("tre xanh", salt) != sealing.key_of("tre xanh", sealing.new_salt())


def test_a_blind_index_tells_kinds_and_keys_apart() -> None:
    key = sealing.new_key()
    assert sealing.blind(key, "phone", "0900") == sealing.blind(key, "phone", "0900")
    assert sealing.blind(key, "phone", "0900") != sealing.blind(key, "name", "0900")
    assert sealing.blind(key, "phone", "0900") != sealing.blind(sealing.new_key(), "phone", "0900")


@given(st.binary(min_size=1, max_size=64))
def test_any_two_of_three_shares_bring_a_secret_back(secret: bytes) -> None:
    shares = shamir.split(secret)
    for one, other in permutations(shares, 2):
        assert shamir.joined(one, other) == secret
    assert [shamir.read(shamir.written(share)) for share in shares] == list(shares)


def test_shares_of_two_secrets_are_noticed() -> None:
    one, other = shamir.split(b"k" * 32), shamir.split(b"k" * 32)
    with pytest.raises(shamir.WrongShares, match="cùng một bộ"):
        shamir.joined(one[0], other[1])
    with pytest.raises(shamir.WrongShares, match="khác nhau"):
        shamir.joined(one[0], one[0])


def test_one_share_alone_fits_every_secret() -> None:
    # Each value of a share's byte is as likely whatever the secret: over all slopes it takes all.
    assert len({0x41 ^ shamir._times(slope, 2) for slope in range(256)}) == 256


@pytest.mark.parametrize("text", ["", "2", "0O1L", "22222-22222", "ABC!"])
def test_paper_copied_wrongly_is_refused(text: str) -> None:
    with pytest.raises(shamir.WrongShares):
        shamir.read(text)


def test_two_papers_that_do_not_belong_together_are_refused_in_words() -> None:
    first, second, third = shamir.split(b"mot-khoa-cua-don-vi")
    nobodys = [bytes([number]) + second[1:] for number in (0, 4, 255)]
    for other, words in (
        (first, "Cần hai mảnh khác nhau của cùng một bộ."),
        *((one, "Cần hai mảnh khác nhau của cùng một bộ.") for one in nobodys),
        (second[:-1], "Hai mảnh không cùng một bộ."),
        (second[:-1] + bytes([second[-1] ^ 1]), "Hai mảnh không cùng một bộ, hoặc chép sai."),
    ):
        with pytest.raises(shamir.WrongShares) as refused:
            shamir.joined(first, other)
        assert str(refused.value) == words
    with pytest.raises(shamir.WrongShares, match="không cùng một bộ"):
        shamir.joined(first[: len(first) - len(b"mot-khoa-cua-don-vi")], second[:5])
    assert shamir.joined(third, first) == b"mot-khoa-cua-don-vi"


def test_a_paper_says_which_letter_is_none_and_when_it_is_cut() -> None:
    paper = shamir.written(bytes(range(1, 14)))
    assert shamir.read(f" {paper.lower()}\n") == shamir.read(paper)
    with pytest.raises(shamir.WrongShares) as refused:
        shamir.read(paper[:4] + "O" + paper[5:])
    assert str(refused.value) == "Ký tự “O” không có trong mảnh khôi phục."
    with pytest.raises(shamir.WrongShares) as refused:
        shamir.read(paper[:-3])
    assert str(refused.value) == "Mảnh khôi phục chưa chép đủ."


def test_what_does_not_open_says_why() -> None:
    with pytest.raises(NotOpened) as refused:
        sealing.opened(sealing.new_key(), bytes(40), "report:1:body")
    assert str(refused.value) == "Không mở được: sai khóa, hoặc nội dung đã bị thay đổi."
