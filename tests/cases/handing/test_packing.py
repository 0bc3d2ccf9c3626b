"""The file itself: the same from the same, opened by whom it is for, refused by name otherwise."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pyrage
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from mangnon.cases.command import cases
from mangnon.cases.packages import (
    BadCard,
    BadSignature,
    Card,
    Changed,
    Item,
    NotAPackage,
    NotForUs,
    Refused,
    card_of,
    locked_to,
    locked_with,
    opened_by,
    opened_with,
    pack,
    public_of,
    read_casefile,
    read_said,
    said_key,
    sign_said,
    signature_of,
    signer_of,
    unpack,
)
from mangnon.cases.packages.opening import opened_file
from mangnon.kit import sealing

SEED, OTHER = b"s" * 32, b"t" * 32
WORDS = "AB2CD-EF3GH-JK4MN-PQ5RS"
SAID = {
    "kind": "police",
    "number": "BG2611-7K4QXM",
    "case": "VV2611-ABCDEF",
    "made_at": "2026-11-29T02:00:00+00:00",
    "from": {"unit": "Ủy ban nhân dân xã Sơn Hà", "person": "Trần Thị Trẻ"},
    "to": {"unit": "Công an tỉnh Quảng Ngãi"},
    "left_out": [],
}
ITEMS = [
    Item("tin-bao.txt", b"mot", "Lời người báo tin"),
    Item("tep/1.txt", b"hai", "Tệp 1 kèm tin báo, bản gốc"),
]


def packed(items: list[Item] | None = None) -> bytes:
    made = pack(
        SAID,
        ITEMS if items is None else items,
        sign=lambda manifest: signature_of(manifest, SEED),
        record=lambda manifest: b"%PDF",
    )
    return made.raw


def rewritten(raw: bytes, **files: bytes | None) -> bytes:
    """The archive with files changed, added, or (None) left out."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        every = {name: archive.read(name) for name in archive.namelist()}
    every |= {name.replace("__", "/").replace("_", "."): one for name, one in files.items()}  # type: ignore[arg-type]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, one in every.items():
            if one is not None:
                archive.writestr(name, one)
    return made.getvalue()


def test_the_same_files_give_the_same_bytes_in_whatever_order() -> None:
    assert packed() == packed(ITEMS[::-1])
    found = unpack(packed())
    assert dict(found.files) == {"tep/1.txt": b"hai", "tin-bao.txt": b"mot"}
    assert signer_of(found.manifest, found.signature) == said_key(SEED)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"tep__1_txt": b"ba!"}, r"Tệp tep/1\.txt không khớp"),
        ({"tep__1_txt": None}, r"Thiếu tệp tep/1\.txt"),
        ({"la_txt": b"la"}, r"Có tệp la\.txt mà biên bản không ghi"),
        ({"SHA256SUMS": b""}, "danh sách mã băm đã bị sửa"),
    ],
)
def test_a_file_that_was_changed_is_named(change: dict[str, bytes | None], words: str) -> None:
    with pytest.raises(Changed, match=words):
        unpack(rewritten(packed(), **change))


def test_a_manifest_that_was_changed_is_not_the_one_that_was_signed() -> None:
    found = unpack(packed())
    with pytest.raises(BadSignature, match="đã bị sửa"):
        signer_of(found.manifest.replace(b"VV2611", b"VV2612"), found.signature)
    forged = signature_of(b"khac", OTHER)
    with pytest.raises(BadSignature):
        signer_of(found.manifest, forged)
    assert signer_of(found.manifest, signature_of(found.manifest, OTHER)) == said_key(OTHER)


@pytest.mark.parametrize("name", ["../thoat.txt", "/thoat.txt", "a/b/c.txt", "tep\\1.txt", "Ă.txt"])
def test_a_name_that_leads_elsewhere_is_no_package(name: str) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, b"x")
    with pytest.raises(NotAPackage):
        unpack(made.getvalue())


def test_what_is_packed_tight_is_not_unpacked() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bien-ban.json", b"0" * 5_000_000)
    with pytest.raises(NotAPackage):
        unpack(made.getvalue())


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 200_000])
def test_the_real_age_opens_what_we_lock_with_a_passphrase(size: int) -> None:
    raw = b"a" * size
    assert pyrage.passphrase.decrypt(locked_with(raw, WORDS), WORDS) == raw


def test_a_unit_opens_with_its_own_key_as_age_does() -> None:
    private, public = sealing.key_pair()
    assert public_of(private) == public
    locked = locked_to(b"goi", [public])
    assert opened_by(locked, private) == b"goi"
    with pytest.raises(NotForUs, match="không gửi cho nơi này"):
        opened_by(locked, sealing.key_pair()[0])
    own = pyrage.x25519.Identity.generate()
    assert pyrage.decrypt(pyrage.encrypt(b"goi", [own.to_public()]), [own]) == b"goi"


def test_every_flipped_bit_of_a_locked_file_is_noticed() -> None:
    private, public = sealing.key_pair()
    locked = locked_to(b"goi", [public])
    for place in range(len(locked)):
        broken = bytearray(locked)
        broken[place] ^= 1
        with pytest.raises(NotForUs):
            opened_by(bytes(broken), private)


def test_a_card_is_read_back_and_a_letter_missing_is_noticed() -> None:
    card = Card("Tỉnh Quảng Ngãi", "51", said_key(SEED), public_of(OTHER))
    assert card_of(f"  {card.line}\n") == card
    assert card.fingerprint == "99630 32804 65477 49766 87127"
    assert Card("Tỉnh Quảng Ngãi", "51", said_key(OTHER), card.sealing).fingerprint != (
        card.fingerprint
    )
    for line in ("", "mangnon-tinh-1.", card.line[:-9], card.line.replace("1", "2", 1)):
        with pytest.raises(BadCard):
            card_of(line)


# --- any bytes ----------------------------------------------------------------------------------

_WHOLE = packed()
_RECEIPT = sign_said("case-received", {"package": "x"}, SEED)
_LOCKED = locked_to(_WHOLE, [public_of(SEED)])


def _broken(whole: bytes) -> st.SearchStrategy[bytes]:
    """Any bytes; and a whole one cut, or with some bytes replaced."""
    place = st.integers(0, len(whole) - 1)
    cut = place.map(lambda at: whole[:at])
    patch = st.tuples(place, st.binary(min_size=1, max_size=6)).map(
        lambda one: whole[: one[0]] + one[1] + whole[one[0] + len(one[1]) :]
    )
    return st.one_of(st.binary(max_size=300), cut, patch)


def tried(read: Callable[[bytes], Any], raw: bytes) -> Any:
    """What was read, or None for what was refused by name; anything else is a failure."""
    with suppress(Refused):
        return read(raw)
    return None


@given(_broken(_WHOLE))
def test_any_bytes_are_a_package_or_refused_by_name(raw: bytes) -> None:
    found = tried(unpack, raw)
    assert found is None or dict(found.files) == {"tep/1.txt": b"hai", "tin-bao.txt": b"mot"}


@given(_broken(_RECEIPT))
def test_any_bytes_are_a_receipt_or_refused_by_name(raw: bytes) -> None:
    found = tried(lambda one: read_said("case-received", one), raw)
    assert found is None or (found[0]["package"], found[1]) == ("x", said_key(SEED))


@given(_broken(_LOCKED))
def test_any_bytes_open_or_are_refused_by_name(raw: bytes) -> None:
    assert tried(lambda one: opened_by(one, SEED), raw) in (None, _WHOLE)


_CASE: dict[str, Any] = {
    "number": "VV2611-ABCDEF",
    "received_at": "2026-11-29T02:00:00+00:00",
    "report": {"lane": "child"},
    "told": {"what": "mot"},
    "commune_of_event": "21289",
    "barred": ["21292"],
    "papers": [{"form": "02", "version": 1, "answers": {"urgent": True}}],
    "clocks": [
        {
            "rule": "emergency_12h",
            "started_at": "2026-11-29T02:00:00+00:00",
            "due_at": "2026-11-29T14:00:00+00:00",
            "state": "armed",
            "ended_at": None,
        }
    ],
}
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


def test_a_case_is_read_back_as_it_was_written() -> None:
    found = read_casefile(json.dumps(_CASE).encode())
    assert json.loads(found.written()) == _CASE


@given(st.sampled_from([*_CASE, ""]), _json)
def test_any_json_is_a_case_or_refused_by_name(name: str, value: object) -> None:
    said = {**_CASE, name: value} if name else value
    found = tried(read_casefile, json.dumps(said).encode())
    assert found is None or found.received_at.tzinfo is not None


@given(st.text(max_size=80) | st.binary(max_size=80).map(lambda raw: f"mangnon-tinh-1.{raw!r}"))
def test_any_text_is_a_card_or_refused_by_name(line: str) -> None:
    with pytest.raises(BadCard):
        card_of(line)


# --- by hand ------------------------------------------------------------------------------------


def run(file: Path, *more: str, words: str = WORDS) -> tuple[int, str]:
    got = CliRunner().invoke(cases, ["open-package", str(file), *more], input=f"{words}\n")
    return got.exit_code, got.output


def test_the_command_checks_and_unpacks_a_stick(tmp_path: Path) -> None:
    file, out = tmp_path / "goi.zip.age", tmp_path / "ra"
    file.write_bytes(locked_with(packed(), WORDS))

    code, told = run(file, "--out", str(out), words="ab2cd ef3gh jk4mn pq5rs")

    assert code == 0
    assert "Gói BG2611-7K4QXM, vụ việc VV2611-ABCDEF." in told
    assert "2 tệp, mọi mã băm khớp bản kê." in told
    assert f"Khóa của nơi ký: {said_key(SEED).hex()}" in told
    assert (out / "tep" / "1.txt").read_bytes() == b"hai"
    assert (out / "tep" / "1.txt").stat().st_mode & 0o777 == 0o600
    # Over no file that is there
    assert run(file, "--out", str(out))[0] == 5


def test_the_command_says_by_its_code_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "goi"
    file.write_bytes(locked_with(packed(), WORDS))
    assert run(file, words="sai") == (
        1,
        "Mật khẩu đọc qua điện thoại: \nSai mật khẩu, hoặc tệp đã bị sửa hay bị cắt.\n",
    )
    file.write_bytes(packed())
    assert run(file)[0] == 0
    file.write_bytes(rewritten(packed(), tep__1_txt=b"ba!"))
    assert run(file)[0] == 3
    file.write_bytes(b"khong phai")
    assert run(file)[0] == 4
    assert run(tmp_path / "khong-co")[0] == 2


def test_the_passphrase_is_not_asked_for_an_open_file() -> None:
    def never() -> str:
        raise AssertionError

    assert opened_file(packed(), never).signer == said_key(SEED)
    assert opened_with(locked_with(b"x", WORDS), WORDS) == b"x"
